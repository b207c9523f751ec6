package org.dhpbridge.ledger;

import java.util.Optional;
import javax.sql.DataSource;

/**
 * How far a source is read that does not itself remember it, as a table that is read by a watermark. Throws {@link
 * org.springframework.dao.DataAccessException} when the database does not answer.
 */
public final class SourceProgress {

    private final Database db;

    SourceProgress(DataSource dataSource, DatabaseTime time) {
        db = new Database(dataSource, time.clock());
    }

    /**
     * @param source its route's id
     * @param begunAt the setting that says where to begin; another one than before begins anew
     * @return what {@link #reached} kept last; empty when the source was never read from there
     */
    public Optional<String> of(String source, String begunAt) {
        return db.sql
                .sql("SELECT reached FROM source_progress WHERE source = ? AND begun_at = ?")
                .params(source, begunAt)
                .query(String.class)
                .optional();
    }

    /** Keeps how far the source is read; to be called when everything up to there is in the ledger. */
    public void reached(String source, String begunAt, String reached) {
        db.inTransaction(() -> {
            int known = db.sql
                    .sql("UPDATE source_progress SET begun_at = ?, reached = ?, changed_at = ? WHERE source = ?")
                    .params(begunAt, reached, db.column(db.now()), source)
                    .update();
            return known == 1
                    ? known
                    : db.sql
                            .sql("INSERT INTO source_progress (source, begun_at, reached, changed_at) VALUES (?, ?,"
                                    + " ?, ?)")
                            .params(source, begunAt, reached, db.column(db.now()))
                            .update();
        });
    }
}
