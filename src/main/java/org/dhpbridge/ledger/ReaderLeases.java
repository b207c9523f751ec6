package org.dhpbridge.ledger;

import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Which bridge reads a source that only one may read at a time: a folder, a table. A lease holds until the time that stands in
 * the database, by the database's own clock, and is to be taken again before. With a ledger in a file there is one bridge, and it reads
 * everything. Safe for many threads; throws {@link org.springframework.dao.DataAccessException} when the database does not answer.
 */
public final class ReaderLeases {

    /**
     * Who reads a source.
     *
     * @param bridge its name
     * @param self whether that is this bridge
     */
    public record Reader(String bridge, boolean self) {}

    private static final String TAKE =
            """
            UPDATE reader_lease SET holder = ?, term = ?, held_until = CURRENT_TIMESTAMP + ? * INTERVAL '1 millisecond'
            WHERE source = ? AND (term = ? OR held_until <= CURRENT_TIMESTAMP)""";

    private static final String BEGIN =
            """
            INSERT INTO reader_lease (source, holder, term, held_until)
            VALUES (?, ?, ?, CURRENT_TIMESTAMP + ? * INTERVAL '1 millisecond')""";

    private final Database db;
    private final String bridge;
    private final Duration lease;
    private final UUID term = UUID.randomUUID();

    /**
     * @param bridge name of this bridge
     * @param lease how long a lease holds
     */
    ReaderLeases(DataSource dataSource, String bridge, Duration lease) {
        db = new Database(dataSource, Clock.systemUTC());
        this.bridge = bridge;
        this.lease = lease;
    }

    /** Whether other bridges may read from the same ledger; without them nothing has to be taken twice. */
    public boolean isShared() {
        return !db.isEmbedded();
    }

    /** How long a lease holds from the moment in which {@link #take} was called. */
    public Duration lease() {
        return lease;
    }

    /** Takes or prolongs the lease of a source, unless another bridge holds it. */
    public Reader take(String source) {
        return isShared() ? db.inTransaction(() -> takeShared(source)) : new Reader(bridge, true);
    }

    private Reader takeShared(String source) {
        int taken = db.sql
                .sql(TAKE)
                .params(bridge, term, lease.toMillis(), source, term)
                .update();
        if (taken == 1) {
            return new Reader(bridge, true);
        }
        return db.sql
                .sql("SELECT holder FROM reader_lease WHERE source = ?")
                .param(source)
                .query(String.class)
                .optional()
                .map(holder -> new Reader(holder, false))
                .orElseGet(() -> begin(source));
    }

    private Reader begin(String source) {
        db.sql.sql(BEGIN).params(source, bridge, term, lease.toMillis()).update();
        return new Reader(bridge, true);
    }

    /** Gives the lease back, so that another bridge need not wait for its end; nothing when this bridge does not hold it. */
    public void release(String source) {
        if (isShared()) {
            db.inTransaction(() -> db.sql
                    .sql("DELETE FROM reader_lease WHERE source = ? AND term = ?")
                    .params(source, term)
                    .update());
        }
    }
}
