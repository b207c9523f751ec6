package org.dhpbridge.table;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.math.BigDecimal;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.dhpbridge.source.rows.Watermark;
import org.springframework.boot.convert.DurationStyle;

/** A table that is read again and again. One read at a time; connects when it is read first. */
public final class SourceTable implements AutoCloseable {

    /** The parameter of the query that says from where on rows are wanted. */
    public static final String PARAMETER = "watermark";

    private static final Duration USUAL_OVERLAP = Duration.ofMinutes(10);
    private static final BigDecimal USUAL_STEPS = BigDecimal.valueOf(1000);
    private static final long CONNECTING_MILLIS = 10_000;
    private static final long IDLE_MILLIS = 60_000;

    /** Longer than any query that is asked again and again takes to its first row. */
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(10);

    private final TableSettings settings;
    private final NamedSql query;
    private final NamedSql done;
    private final Watermark start;
    private final Duration overlapTime;
    private final BigDecimal overlapSteps;
    private final HikariDataSource pool;
    private final DataSource database;
    private final Clock clock;
    private Marks marks;

    /**
     * @param clock no watermark is taken for reached that is beyond its time
     * @throws SourceDatabaseException with what to do, when the settings are wrong
     */
    public SourceTable(TableSettings settings, Clock clock) {
        this(settings, clock, LONGEST_SILENCE);
    }

    SourceTable(TableSettings settings, Clock clock, Duration longestSilence) {
        this.settings = settings;
        this.clock = clock;
        query = NamedSql.parse(settings.query());
        done = settings.isMarked() ? NamedSql.parse(settings.done()) : null;
        requireOneMode();
        start = settings.isMarked() ? null : start(settings.start());
        boolean number = start != null && start.isNumber();
        overlapTime = number ? Duration.ZERO : time(settings.overlap());
        overlapSteps = number ? steps(settings.overlap()) : BigDecimal.ZERO;
        pool = new HikariDataSource(pool(settings));
        database = new LimitedSilence(pool, longestSilence);
    }

    private void requireOneMode() {
        boolean watermark = !settings.watermark().isBlank();
        if (watermark == settings.isMarked()) {
            throw wrong(
                    "A table is read either by a watermark or by marks: give the source one of the parameters watermark"
                            + " (a column that rises with every change) and done (a statement that marks a row as taken).");
        }
        List<String> expected = watermark ? List.of(PARAMETER) : List.of();
        if (!query.parameters().stream().distinct().toList().equals(expected)) {
            throw wrong(
                    watermark
                            ? "The query of a source with a watermark has the parameter :watermark and no other, as in"
                                    + " WHERE changed_at >= :watermark."
                            : "The query of a source with the parameter done has no parameters; its WHERE asks for the rows"
                                    + " that are not marked yet.");
        }
        if (settings.isMarked() && done.parameters().isEmpty()) {
            throw wrong(
                    "The statement done has no parameter, so that it would mark all rows. Name the row by columns of the"
                            + " query: UPDATE outbox SET taken = 1 WHERE id = :id.");
        }
    }

    private static Watermark start(String text) {
        try {
            return Watermark.parse(text);
        } catch (IllegalArgumentException e) {
            throw wrong("The parameter start is neither a number nor a time as 2026-01-31T14:05:00.");
        }
    }

    private static Duration time(String overlap) {
        if (overlap.isBlank()) {
            return USUAL_OVERLAP;
        }
        if (!overlap.strip().matches("0|\\d{1,9}")) {
            try {
                Duration time = DurationStyle.detectAndParse(overlap.strip());
                if (!time.isNegative()) {
                    return time;
                }
            } catch (IllegalArgumentException e) {
                throw wrong("The parameter overlap is no time as 10m, 2h or PT10M.");
            }
        }
        throw wrong("The parameter overlap of a watermark of times is a time as 10m or 2h, with its unit.");
    }

    private static BigDecimal steps(String overlap) {
        if (overlap.isBlank()) {
            return USUAL_STEPS;
        }
        if (!overlap.strip().matches("\\d{1,15}")) {
            throw wrong("The parameter overlap of a watermark of numbers is a whole number.");
        }
        return new BigDecimal(overlap.strip());
    }

    private static SourceDatabaseException wrong(String sentence) {
        return new SourceDatabaseException(sentence, null);
    }

    private static HikariConfig pool(TableSettings settings) {
        try {
            DriverManager.getDriver(settings.url());
        } catch (SQLException e) {
            throw new SourceDatabaseException(
                    "No JDBC driver takes the url of the source. The drivers of PostgreSQL, MariaDB and MySQL, and H2 are"
                            + " there; for SQL Server, Oracle and Firebird add the driver's jar (docs/tables.md).",
                    e);
        }
        HikariConfig config = new HikariConfig();
        config.setPoolName("table");
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user().isBlank() ? null : settings.user());
        config.setPassword(settings.password().isEmpty() ? null : settings.password());
        config.setMaximumPoolSize(1);
        config.setMinimumIdle(0);
        config.setIdleTimeout(IDLE_MILLIS);
        config.setConnectionTimeout(CONNECTING_MILLIS);
        config.setInitializationFailTimeout(-1);
        // A cursor that streams needs a transaction; a reader by watermark writes nothing.
        config.setAutoCommit(false);
        config.setReadOnly(!settings.isMarked());
        if (settings.url().startsWith("jdbc:postgresql:")) {
            // The server's details quote whole rows, and an exception's text may come to a log.
            config.addDataSourceProperty("logServerErrorDetail", "false");
        }
        return config;
    }

    /**
     * Asks for the rows that are new.
     *
     * @param reached what {@link TableRead#commit} of the last read returned; empty the first time
     * @return the rows as messages; the caller closes it
     * @throws SourceDatabaseException when the database does not answer, or not as the source wants it
     */
    public TableRead read(Optional<String> reached) {
        return settings.isMarked()
                ? new MarkedRead(database, settings, query, done, marks(reached), after -> marks = after)
                : new WatermarkRead(
                        database, settings, query, lookingBack(reached), reached.map(Watermark::parse), clock);
    }

    /** What the last read knows, unless another bridge has read since. */
    private Marks marks(Optional<String> reached) {
        String kept = reached.orElse("0");
        return marks != null && marks.toString().equals(kept) ? marks : Marks.parse(kept);
    }

    private Watermark lookingBack(Optional<String> reached) {
        return reached.map(Watermark::parse)
                .map(mark -> mark.before(overlapTime, overlapSteps))
                .orElse(start);
    }

    public TableSettings settings() {
        return settings;
    }

    @Override
    public void close() {
        pool.close();
    }
}
