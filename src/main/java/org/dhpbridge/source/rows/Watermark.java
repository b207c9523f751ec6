package org.dhpbridge.source.rows;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;

/**
 * How far a table is read: a value of a column that rises with every change. A time with or without an offset, as its column
 * has one or not, or a number.
 *
 * @param value an {@link OffsetDateTime}, a {@link LocalDateTime} or a {@link BigDecimal}, as a statement's parameter takes it
 */
public record Watermark(Object value) {

    /** Drivers and columns round times; so much is always read again. */
    private static final Duration LEAST_TIME = Duration.ofSeconds(1);

    /**
     * @param text a number, a day ({@code 2026-01-31}), or a time ({@code 2026-01-31T14:05:00}, with an offset or without)
     * @throws IllegalArgumentException when it is none of these
     */
    public static Watermark parse(String text) {
        String plain = text.strip();
        if (plain.matches("-?\\d+(\\.\\d+)?")) {
            return new Watermark(new BigDecimal(plain));
        }
        String time = plain.replaceFirst("^(\\d{4}-\\d{2}-\\d{2}) ", "$1T");
        try {
            if (time.matches("\\d{4}-\\d{2}-\\d{2}")) {
                return new Watermark(LocalDate.parse(time).atStartOfDay());
            }
            return new Watermark(
                    time.matches(".*T.*([Zz]|[+-]\\d{2}:?\\d{2})")
                            ? OffsetDateTime.parse(time)
                            : LocalDateTime.parse(time));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("This is neither a number nor a time as 2026-01-31T14:05:00", e);
        }
    }

    /**
     * @param column of the result, from 1
     * @return its value in the row at the cursor; null for NULL
     * @throws IllegalArgumentException when the column is neither a time nor a number
     */
    public static Watermark of(ResultSet result, int column) throws SQLException {
        ResultSetMetaData about = result.getMetaData();
        int type = about.getColumnType(column);
        Object value;
        if (JdbcValue.isZoned(type, about.getColumnTypeName(column))) {
            value = result.getObject(column, OffsetDateTime.class);
        } else {
            value = switch (type) {
                case Types.TIMESTAMP -> result.getObject(column, LocalDateTime.class);
                case Types.DATE -> day(result.getObject(column, LocalDate.class));
                case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.NUMERIC, Types.DECIMAL ->
                    result.getBigDecimal(column);
                default -> throw new IllegalArgumentException("The column is neither a time nor a whole number");
            };
        }
        return value == null ? null : new Watermark(value);
    }

    private static LocalDateTime day(LocalDate day) {
        return day == null ? null : day.atStartOfDay();
    }

    /** Whether it is a number, and no time. */
    public boolean isNumber() {
        return value instanceof BigDecimal;
    }

    /** Whether it is beyond the other one, or of another kind: then the other one is only where somebody said to begin. */
    public boolean isBeyond(Watermark other) {
        if (other == null || other.value.getClass() != value.getClass()) {
            return true;
        }
        if (value instanceof BigDecimal number) {
            return number.compareTo((BigDecimal) other.value) > 0;
        }
        return value instanceof OffsetDateTime moment
                ? moment.isAfter((OffsetDateTime) other.value)
                : ((LocalDateTime) value).isAfter((LocalDateTime) other.value);
    }

    /** The smaller of this and now: one row from the future must not hide all that comes before it. */
    public Watermark until(Instant now, ZoneId zone) {
        if (value instanceof OffsetDateTime moment) {
            return moment.toInstant().isAfter(now)
                    ? new Watermark(now.atZone(zone).toOffsetDateTime())
                    : this;
        }
        if (value instanceof LocalDateTime time) {
            LocalDateTime localNow = LocalDateTime.ofInstant(now, zone);
            return time.isAfter(localNow) ? new Watermark(localNow) : this;
        }
        return this;
    }

    /**
     * Further back by the overlap, by the smallest step at least: rows with the very same value are read again whether the
     * query says {@code >} or {@code >=}.
     *
     * @param time for a time
     * @param number for a number
     */
    public Watermark before(Duration time, BigDecimal number) {
        Duration back = time.compareTo(LEAST_TIME) < 0 ? LEAST_TIME : time;
        if (value instanceof OffsetDateTime moment) {
            return new Watermark(moment.minus(back));
        }
        if (value instanceof LocalDateTime local) {
            return new Watermark(local.minus(back));
        }
        return new Watermark(((BigDecimal) value).subtract(number.max(BigDecimal.ONE)));
    }

    /** As a parameter: a whole number as a long, with which every database uses its index. */
    public Object parameter() {
        return value instanceof BigDecimal number && isLong(number) ? (Object) number.longValueExact() : value;
    }

    private static boolean isLong(BigDecimal number) {
        return number.stripTrailingZeros().scale() <= 0
                && number.compareTo(BigDecimal.valueOf(Long.MIN_VALUE)) >= 0
                && number.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0;
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
    }
}
