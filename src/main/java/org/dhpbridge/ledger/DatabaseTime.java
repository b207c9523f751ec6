package org.dhpbridge.ledger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The time of the database, which all bridges on it share: a lease that one bridge takes must not be over for another
 * because its clock is ahead. The difference to the bridge's own clock is measured, not asked for at every use.
 */
final class DatabaseTime {

    private final JdbcTemplate jdbc;
    private final boolean embedded;
    private final InstantSource own;
    private volatile Duration ahead = Duration.ZERO;

    /** @param own the bridge's own clock; an embedded database has the same */
    DatabaseTime(DataSource dataSource, InstantSource own) {
        Database db = new Database(dataSource, Clock.systemUTC());
        this.jdbc = db.jdbc;
        embedded = db.isEmbedded();
        this.own = own;
        adjust();
    }

    /** Measures the difference again; to be called from time to time, for clocks drift and are set. */
    void adjust() {
        if (embedded) {
            return;
        }
        Instant before = own.instant();
        OffsetDateTime there = jdbc.queryForObject("SELECT CURRENT_TIMESTAMP", OffsetDateTime.class);
        Duration underWay = Duration.between(before, own.instant());
        ahead = Duration.between(before.plus(underWay.dividedBy(2)), there.toInstant());
    }

    /** How far the database's clock is ahead of the bridge's; negative when it is behind. */
    Duration ahead() {
        return ahead;
    }

    Clock clock() {
        InstantSource source = () -> own.instant().plus(ahead);
        return source.withZone(ZoneOffset.UTC);
    }
}
