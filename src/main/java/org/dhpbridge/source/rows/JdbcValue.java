package org.dhpbridge.source.rows;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;

/**
 * How the value of a column is written as text:
 *
 * <ul>
 *   <li>NUMERIC, DECIMAL: with all digits that the database keeps ({@code 5.30} stays {@code 5.30}), never with an exponent
 *   <li>REAL, FLOAT, DOUBLE: the shortest digits that mean the same number ({@code 5.3}, {@code 5}), for these types keep none
 *   <li>BOOLEAN: {@code true}, {@code false}
 *   <li>DATE: {@code yyyy-MM-dd}
 *   <li>TIMESTAMP: {@code yyyy-MM-ddTHH:mm:ss[.fraction]}, without zone: the mapping reads it in the site's
 *   <li>TIMESTAMP WITH TIME ZONE: the same, in the zone given, with its offset
 *   <li>binary types: base64
 *   <li>everything else (texts, CLOB, UUID, JSON, XML, arrays, intervals, TIME): as the driver writes it
 * </ul>
 */
@FunctionalInterface
interface JdbcValue {

    /** @return null for NULL */
    String read(ResultSet row, int column) throws SQLException;

    /**
     * @param type of {@link Types}, or of the driver
     * @param typeName as the driver calls it: PostgreSQL and others report a time stamp with zone as a TIMESTAMP
     */
    static JdbcValue of(int type, String typeName, ZoneId zone) {
        return switch (type) {
            case Types.NUMERIC, Types.DECIMAL, Types.REAL, Types.FLOAT, Types.DOUBLE, Types.BOOLEAN, Types.BIT ->
                (row, column) -> plain(row.getObject(column));
            case Types.DATE -> (row, column) -> day(row.getObject(column, LocalDate.class));
            case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE ->
                isZoned(type, typeName)
                        ? (row, column) -> moment(row.getObject(column, OffsetDateTime.class), zone)
                        : (row, column) -> local(row.getObject(column, LocalDateTime.class));
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB ->
                "UUID".equalsIgnoreCase(typeName)
                        ? ResultSet::getString
                        : (row, column) -> base64(row.getBytes(column));
            default ->
                isZoned(type, typeName)
                        ? (row, column) -> moment(row.getObject(column, OffsetDateTime.class), zone)
                        : ResultSet::getString;
        };
    }

    /** TIMESTAMPTZ of PostgreSQL and Oracle, DATETIMEOFFSET of SQL Server, TIMESTAMP WITH [LOCAL] TIME ZONE of the standard. */
    static boolean isZoned(int type, String typeName) {
        String name = typeName == null ? "" : typeName.toUpperCase(Locale.ROOT);
        return type == Types.TIMESTAMP_WITH_TIMEZONE
                || name.equals("TIMESTAMPTZ")
                || name.equals("DATETIMEOFFSET")
                || name.startsWith("TIMESTAMP") && name.endsWith("TIME ZONE") && !name.contains("WITHOUT");
    }

    private static String plain(Object value) {
        if (value instanceof BigDecimal number) {
            return number.toPlainString();
        }
        if (value instanceof Double || value instanceof Float) {
            boolean finite = Double.isFinite(((Number) value).doubleValue());
            return finite
                    ? new BigDecimal(value.toString()).stripTrailingZeros().toPlainString()
                    : value.toString();
        }
        return value instanceof byte[] bits
                ? new BigInteger(1, bits).toString()
                : value == null ? null : value.toString();
    }

    private static String day(LocalDate value) {
        return value == null ? null : value.toString();
    }

    private static String local(LocalDateTime value) {
        return value == null ? null : DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(value);
    }

    private static String moment(OffsetDateTime value, ZoneId zone) {
        if (value == null) {
            return null;
        }
        boolean endless = value.equals(OffsetDateTime.MAX) || value.equals(OffsetDateTime.MIN);
        return endless
                ? value.toString()
                : DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                        value.atZoneSameInstant(zone).toOffsetDateTime());
    }

    private static String base64(byte[] value) {
        return value == null ? null : Base64.getEncoder().encodeToString(value);
    }
}
