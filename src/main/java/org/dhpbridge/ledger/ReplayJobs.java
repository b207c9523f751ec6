package org.dhpbridge.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.dhpbridge.ledger.ReplayJob.Progress;

/**
 * Replays of many messages, kept in the ledger: any bridge carries them on, one step after the other, in the order in which the
 * messages were received. A step and the messages that it makes due are one transaction, so that a restart, or two bridges at
 * once, do nothing twice and leave nothing out.
 */
public final class ReplayJobs {

    private static final int AT_ONCE = 200;
    private static final Duration KEPT = Duration.ofDays(90);
    private static final String BY_STATE =
            " FROM replay_job_message j JOIN message m ON m.id = j.message_id WHERE j.job_id = ?";

    /**
     * Where the messages of a job stand now.
     *
     * @param states how many in each state; a message that was purged since is in none
     * @param causes the dead ones by code of their failure
     */
    public record Outcome(Map<State, Long> states, Map<String, Long> causes) {

        /** Those that stand there. */
        public long of(State state) {
            return states.getOrDefault(state, 0L);
        }
    }

    private record JobStep(ReplayJob job, long reached, long upTo) {}

    private final Database db;
    private final Selected selected;
    private final ReplayBatches replays;

    ReplayJobs(Database db, Journal journal) {
        this.db = db;
        this.selected = new Selected(db);
        this.replays = new ReplayBatches(db, journal);
    }

    /** How many messages there are now. */
    public long count(Selection selection) {
        return selected.count(selection, Long.MAX_VALUE);
    }

    /**
     * Numbers of the newest messages, the newest first.
     *
     * @param before only numbers below; null for the newest of all
     */
    public List<Long> newest(Selection selection, Long before, int limit) {
        return selected.newest(selection, before == null ? Long.MAX_VALUE : before - 1, limit);
    }

    /** Freezes the selection and counts it; the job runs from now on. */
    public ReplayJob begin(ReplayJob.Wish wish) {
        long upTo = db.sql
                .sql("SELECT COALESCE(max(id), 0) FROM message")
                .query(Long.class)
                .single();
        long total = selected.count(wish.selection(), upTo);
        return db.inDurableTransaction(() -> {
            forgetOld();
            long id = db.sql
                            .sql("SELECT COALESCE(max(id), 0) FROM replay_job")
                            .query(Long.class)
                            .single()
                    + 1;
            long now = db.now().toEpochMilli();
            db.jdbc.update(
                    "INSERT INTO replay_job (id, who, why, selection, from_step, rate, total, up_to, reached, replayed, state,"
                            + " created_at, changed_at, next_at, form) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 'running', ?, ?, ?, ?)",
                    id,
                    Database.text(wish.who()),
                    Database.text(wish.why()),
                    wish.selection().json().toString(),
                    wish.fromReceive() ? "receive" : "transform",
                    wish.perSecond() == null ? null : wish.perSecond().toString(),
                    total,
                    upTo,
                    now,
                    now,
                    wish.notBefore() == null ? now : wish.notBefore().toEpochMilli(),
                    wish.form());
            return find(id).orElseThrow();
        });
    }

    private void forgetOld() {
        db.jdbc.update(
                "DELETE FROM replay_job WHERE state IN ('done', 'cancelled') AND changed_at < ?",
                db.now().minus(KEPT).toEpochMilli());
    }

    public Optional<ReplayJob> find(long id) {
        return db.sql
                .sql("SELECT * FROM replay_job WHERE id = ?")
                .param(id)
                .query((row, i) -> job(row))
                .optional();
    }

    /** The one that a form began; empty while it has begun none. */
    public Optional<ReplayJob> ofForm(String form) {
        return db.sql
                .sql("SELECT * FROM replay_job WHERE form = ?")
                .param(form)
                .query((row, i) -> job(row))
                .optional();
    }

    /** The newest first. */
    public List<ReplayJob> list(int limit) {
        return db.sql
                .sql("SELECT * FROM replay_job ORDER BY id DESC LIMIT ?")
                .param(limit)
                .query((row, i) -> job(row))
                .list();
    }

    /** @return whether the job was running until now */
    public boolean pause(long id) {
        return change(id, Progress.PAUSED, "state = 'running'");
    }

    /** @return whether the job was paused until now */
    public boolean resume(long id) {
        return change(id, Progress.RUNNING, "state = 'paused'");
    }

    /** @return whether it was not at its end yet */
    public boolean cancel(long id) {
        return change(id, Progress.CANCELLED, "state IN ('running', 'paused')");
    }

    private boolean change(long id, Progress to, String from) {
        return db.inTransaction(() -> db.jdbc.update(
                        "UPDATE replay_job SET state = ?, changed_at = ? WHERE id = ? AND " + from,
                        to.code(),
                        db.now().toEpochMilli(),
                        id))
                == 1;
    }

    /** Where the messages stand that the job made due. */
    public Outcome outcome(long id) {
        Map<State, Long> states = new EnumMap<>(State.class);
        db.sql
                .sql("SELECT m.state, count(*)" + BY_STATE + " GROUP BY m.state")
                .param(id)
                .query((row, i) -> states.put(State.of(row.getString(1)), row.getLong(2)))
                .list();
        Map<String, Long> causes = new TreeMap<>();
        db.sql
                .sql("SELECT m.error_code, count(*)" + BY_STATE + " AND m.state = 'dead' GROUP BY m.error_code")
                .param(id)
                .query((row, i) -> causes.put(row.getString(1), row.getLong(2)))
                .list();
        return new Outcome(states, causes);
    }

    /**
     * Carries on the running job that waited longest, by a few hundred messages at most.
     *
     * @param identify see {@link ReplayTerms#identify}; for jobs that begin with the receipt
     * @return what became due; empty when no job may go on now
     */
    public Optional<Integer> step(LongFunction<Optional<Identified>> identify) {
        return next("", List.of()).map(step -> take(step, identify));
    }

    /** The same for one job, as soon as it may go on. */
    public Optional<Integer> step(long id, LongFunction<Optional<Identified>> identify) {
        return next(" AND id = ?", List.of(id)).map(step -> take(step, identify));
    }

    private Optional<JobStep> next(String which, List<Long> id) {
        return db.sql
                .sql("SELECT * FROM replay_job WHERE state = 'running' AND next_at <= ?" + which
                        + " ORDER BY next_at, id LIMIT 1")
                .param(db.now().toEpochMilli())
                .params(id)
                .query((row, i) -> new JobStep(job(row), row.getLong("reached"), row.getLong("up_to")))
                .optional();
    }

    private int take(JobStep step, LongFunction<Optional<Identified>> identify) {
        ReplayJob job = step.job();
        List<Long> ids = selected.ids(job.selection(), step.reached(), step.upTo(), atOnce(job));
        boolean last = ids.size() < atOnce(job);
        ReplayTerms how = new ReplayTerms(job.who(), job.why(), job.fromReceive() ? identify : null);
        Map<Long, Identified> identified = ReplayBatches.identified(ids, how);
        return db.inDurableTransaction(() -> {
            if (!advance(step, ids, last)) {
                return 0;
            }
            int replayed = ids.isEmpty() ? 0 : replays.replay(ids, identified, how);
            db.jdbc.update("UPDATE replay_job SET replayed = replayed + ? WHERE id = ?", replayed, job.id());
            db.jdbc.batchUpdate(
                    "INSERT INTO replay_job_message (job_id, message_id) VALUES (?, ?)",
                    ids.stream().map(id -> new Object[] {job.id(), id}).toList());
            return replayed;
        });
    }

    /** Writes how far the job has come, and holds its row until the transaction ends; false when somebody was faster, or stopped it. */
    private boolean advance(JobStep step, List<Long> ids, boolean last) {
        Instant now = db.now();
        ReplayJob job = step.job();
        Duration pause = job.perSecond() == null
                ? Duration.ZERO
                : Duration.ofNanos((long)
                        (ids.size() / job.perSecond() * Duration.ofSeconds(1).toNanos()));
        return db.jdbc.update(
                        "UPDATE replay_job SET reached = ?, state = ?, changed_at = ?, next_at = ?"
                                + " WHERE id = ? AND reached = ? AND state = 'running'",
                        ids.isEmpty() ? step.upTo() : ids.get(ids.size() - 1),
                        (last ? Progress.DONE : Progress.RUNNING).code(),
                        now.toEpochMilli(),
                        now.plus(pause).toEpochMilli(),
                        job.id(),
                        step.reached())
                == 1;
    }

    /** About a second's worth. */
    private static int atOnce(ReplayJob job) {
        return job.perSecond() == null ? AT_ONCE : (int) Math.max(1, Math.min(AT_ONCE, Math.floor(job.perSecond())));
    }

    private static ReplayJob job(ResultSet row) throws SQLException {
        String rate = row.getString("rate");
        return new ReplayJob(
                row.getLong("id"),
                row.getString("who"),
                row.getString("why"),
                Selection.of(Database.json(row.getString("selection"))),
                row.getString("from_step").equals("receive"),
                rate == null ? null : Double.valueOf(rate),
                row.getLong("total"),
                row.getLong("replayed"),
                Progress.of(row.getString("state")),
                Instant.ofEpochMilli(row.getLong("created_at")));
    }
}
