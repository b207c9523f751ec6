package org.dhpbridge.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Dead messages by what went wrong. */
public final class Causes {

    /** As the index message_cause has them. */
    private static final String GROUP = "error_code, source, sender, error_step, cause_element, cause_code";

    private static final int FIRST_SPAN = 11;

    /**
     * Dead messages that have one cause.
     *
     * @param sender which system sent them, as they say; empty for those that do not say
     * @param element the element that is wrong, without its indexes; empty when none is known
     * @param lacking the code that its table lacks; null when that is not why
     * @param subjects how many different patients, as far as they are known
     * @param first when the first of them was received
     * @param last when the last of them was received
     * @param sample number of the newest
     */
    public record Cause(
            String source,
            String sender,
            String step,
            String code,
            String element,
            UnmappedCode lacking,
            long messages,
            long subjects,
            Instant first,
            Instant last,
            long sample) {

        /** Names the cause in an address: part of a SHA-256. */
        public String key() {
            return Causes.key(source, sender, step, code, element, lacking);
        }

        /** Who sent them: the system that they name, else the source. */
        public String from() {
            return sender.isEmpty() ? source : sender;
        }
    }

    private record Counted(Cause cause, String codeKey, long first, long last, long[] spans) {}

    private final Database db;
    private final Reports reports;

    Causes(Database db, Reports reports) {
        this.db = db;
        this.reports = reports;
    }

    private static String key(
            String source, String sender, String step, String code, String element, UnmappedCode lacking) {
        return SubjectKey.sha256(
                        source,
                        sender,
                        Objects.toString(step, ""),
                        Objects.toString(code, ""),
                        element,
                        lacking == null ? "" : lacking.key())
                .substring(0, 16);
    }

    /** The 500 most frequent, the most frequent first. */
    public List<Cause> all() {
        return List.copyOf(trends(List.of()).keySet());
    }

    /**
     * The same, and how many messages of each were received in each of several spans: one walk over the dead messages.
     *
     * @param starts beginnings of the spans, rising; each ends where the next begins, the last one now
     */
    public Map<Cause, long[]> trends(List<Instant> starts) {
        List<Long> bounds = new ArrayList<>(starts.stream().map(reports::bound).toList());
        bounds.add(Long.MAX_VALUE);
        List<Long> parameters = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            parameters.addAll(List.of(bounds.get(i), bounds.get(i + 1)));
        }
        List<Counted> counted = db.sql
                .sql("SELECT " + GROUP + ", count(*), count(DISTINCT subject), min(id), max(id)"
                        + ", sum(CASE WHEN id >= ? AND id < ? THEN 1 ELSE 0 END)".repeat(starts.size())
                        + " FROM message WHERE state = 'dead' AND error_code IS NOT NULL GROUP BY " + GROUP
                        + " ORDER BY 7 DESC, 2, 3, 4, 1, 5, 6 LIMIT 500")
                .params(parameters)
                .query((row, i) -> counted(row, starts.size()))
                .list();
        Map<Long, UnmappedCode> lacking = lacking(counted);
        Map<Cause, long[]> trends = new LinkedHashMap<>();
        counted.forEach(one -> trends.put(complete(one, lacking.get(one.cause().sample())), one.spans()));
        return trends;
    }

    private static Counted counted(ResultSet row, int spans) throws SQLException {
        Cause cause = new Cause(
                row.getString(2),
                Objects.toString(row.getString(3), ""),
                row.getString(4),
                row.getString(1),
                Objects.toString(row.getString(5), ""),
                null,
                row.getLong(7),
                row.getLong(8),
                null,
                null,
                row.getLong(10));
        long[] each = new long[spans];
        for (int i = 0; i < spans; i++) {
            each[i] = row.getLong(FIRST_SPAN + i);
        }
        return new Counted(cause, Objects.toString(row.getString(6), ""), row.getLong(9), row.getLong(10), each);
    }

    /** The codes for want of which the samples are dead, by number of the message. */
    private Map<Long, UnmappedCode> lacking(List<Counted> counted) {
        Map<Long, UnmappedCode> codes = new HashMap<>();
        List<Long> samples = counted.stream()
                .filter(one -> !one.codeKey().isEmpty())
                .map(one -> one.cause().sample())
                .toList();
        if (!samples.isEmpty()) {
            db.sql
                    .sql("SELECT message_id, code_table, system, code FROM failure_cause WHERE " + db.any("message_id"))
                    .param(db.numbers(samples))
                    .query(row -> {
                        codes.put(
                                row.getLong(1), new UnmappedCode(row.getString(2), row.getString(3), row.getString(4)));
                    });
        }
        return codes;
    }

    private Cause complete(Counted counted, UnmappedCode lacking) {
        Cause of = counted.cause();
        return new Cause(
                of.source(),
                of.sender(),
                of.step(),
                of.code(),
                of.element(),
                lacking,
                of.messages(),
                of.subjects(),
                reports.receivedAtOrAfter(counted.first()),
                reports.receivedAtOrAfter(counted.last()),
                of.sample());
    }

    /** @param key see {@link Cause#key}; empty when no message is dead of it any more */
    public Optional<Cause> find(String key) {
        return all().stream().filter(cause -> cause.key().equals(key)).findFirst();
    }
}
