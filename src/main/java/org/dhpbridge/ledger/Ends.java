package org.dhpbridge.ledger;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** Writes what became of a claimed message, if the claim still holds. */
final class Ends {

    private static final String END =
            """
            UPDATE message SET state = ?, ended_at = ?, next_attempt_at = NULL,
                error_code = ?, error_step = ?, error_sentence = ?, error_outcome = ?, error_outcome_key = ?,
                mapping = COALESCE(?, mapping), mapping_version = ?, pack = ?, filled = ?, placed = ?
            WHERE id = ?""";

    private static final String RETRY =
            """
            UPDATE message SET attempts = attempts + ?, next_attempt_at = ?,
                error_code = ?, error_step = ?, error_sentence = ?, error_outcome = ?, error_outcome_key = ?
            WHERE id = ?""";

    private static final String NEXT =
            """
            SELECT m.id, m.received_at, m.next_attempt_at
            FROM due_message d JOIN message m ON m.id = d.message_id
            WHERE d.lane_key = ? ORDER BY d.message_id FETCH FIRST 1 ROWS ONLY""";

    private record Next(long message, Instant readyAt) {}

    private final Database db;
    private final Journal journal;
    private final Claims claims;
    private final UnmappedCodes unmapped;
    private final Vault vault;

    Ends(Database db, Journal journal, Claims claims, UnmappedCodes unmapped, Vault vault) {
        this.db = db;
        this.journal = journal;
        this.claims = claims;
        this.unmapped = unmapped;
        this.vault = vault;
    }

    boolean end(Claimed claimed, State state, Result result, Failure failure, String detail) {
        Vault.SealedText outcome = outcome(claimed, failure);
        return fenced(claimed, now -> {
            db.jdbc.update(
                    END,
                    state.code(),
                    Database.column(now),
                    failure == null ? null : failure.code(),
                    failure == null ? null : failure.step(),
                    failure == null ? null : Database.text(failure.sentence()),
                    outcome.content(),
                    outcome.keyId(),
                    result.mapping(),
                    result.mappingVersion(),
                    result.pack(),
                    Database.json(result.filled()),
                    Database.json(result.placed()),
                    claimed.id());
            db.jdbc.update("DELETE FROM due_message WHERE message_id = ?", claimed.id());
            journal.write(claimed.id(), now, state.code(), detail);
            advance(claimed.lane());
            if (result.unmapped() != null) {
                unmapped.count(claimed.id(), now, result.unmapped());
            }
        });
    }

    boolean retryAt(Claimed claimed, Instant at, Failure failure, boolean counts) {
        Vault.SealedText outcome = outcome(claimed, failure);
        return fenced(claimed, now -> {
            db.jdbc.update(
                    RETRY,
                    counts ? 1 : 0,
                    Database.column(at),
                    failure.code(),
                    failure.step(),
                    Database.text(failure.sentence()),
                    outcome.content(),
                    outcome.keyId(),
                    claimed.id());
            journal.write(claimed.id(), now, "retry", failure.sentence());
            advance(claimed.lane());
        });
    }

    boolean release(Claimed claimed) {
        return fenced(claimed, now -> {
            journal.write(claimed.id(), now, "released", null);
            advance(claimed.lane());
        });
    }

    boolean release(Claimed claimed, Instant notBefore) {
        return fenced(claimed, now -> {
            db.jdbc.update(
                    "UPDATE message SET next_attempt_at = ? WHERE id = ?", Database.column(notBefore), claimed.id());
            advance(claimed.lane());
        });
    }

    /** The platform's words may quote the message. */
    private Vault.SealedText outcome(Claimed claimed, Failure failure) {
        return failure == null
                ? Vault.SealedText.NOTHING
                : vault.sealText(Vault.OUTCOME, claimed.id(), Database.json(failure.outcome()));
    }

    private boolean fenced(Claimed claimed, Consumer<Instant> write) {
        boolean held = db.inTransaction(() -> {
            Optional<Integer> mine = db.sql
                    .sql("SELECT 1 FROM lane WHERE lane_key = ? AND claim = ? FOR UPDATE")
                    .param(claimed.lane())
                    .param(claimed.claim())
                    .query(Integer.class)
                    .optional();
            mine.ifPresent(one -> write.accept(db.now()));
            return mine.isPresent();
        });
        claims.forget(claimed);
        return held;
    }

    /** The lane goes to its first due message; without one it is no more. */
    private void advance(String lane) {
        Optional<Next> next = db.sql
                .sql(NEXT)
                .param(lane)
                .query((row, i) -> {
                    Instant retry = Database.instant(row, "next_attempt_at");
                    return new Next(row.getLong("id"), retry != null ? retry : Database.instant(row, "received_at"));
                })
                .optional();
        if (next.isPresent()) {
            db.jdbc.update(
                    "UPDATE lane SET message_id = ?, ready_at = ?, claim = NULL, claimed_by = NULL WHERE lane_key = ?",
                    next.get().message(),
                    Database.column(next.get().readyAt()),
                    lane);
        } else {
            db.jdbc.update("DELETE FROM lane WHERE lane_key = ?", lane);
        }
    }
}
