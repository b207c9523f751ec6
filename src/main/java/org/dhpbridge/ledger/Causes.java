package org.dhpbridge.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Dead messages by what went wrong. */
public final class Causes {

    private static final String OF =
            " FROM message m LEFT JOIN failure_cause c ON c.message_id = m.id WHERE m.state = 'dead'"
                    + " AND m.error_code IS NOT NULL";
    private static final String GROUP = "m.source, m.error_step, m.error_code, COALESCE(c.element, ''),"
            + " COALESCE(c.code_table, ''), COALESCE(c.system, ''), COALESCE(c.code, '')";

    private static final int FIRST_SPAN = 12;

    /**
     * Dead messages that have one cause.
     *
     * @param element the element that is wrong, without its indexes; empty when none is known
     * @param lacking the code that its table lacks; null when that is not why
     * @param subjects how many different patients, as far as they are known
     * @param first when the first of them was received
     * @param last when the last of them was received
     * @param sample number of the newest
     */
    public record Cause(
            String source,
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
            return Causes.key(source, step, code, element, lacking);
        }
    }

    private record Counted(Cause cause, long first, long last, long[] spans) {}

    private final Database db;
    private final Reports reports;

    Causes(Database db, Reports reports) {
        this.db = db;
        this.reports = reports;
    }

    private static String key(String source, String step, String code, String element, UnmappedCode lacking) {
        return SubjectKey.sha256(
                        source,
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
        Map<Cause, long[]> trends = new LinkedHashMap<>();
        db.sql
                .sql("SELECT " + GROUP + ", count(*), count(DISTINCT m.subject), min(m.id), max(m.id)"
                        + ", sum(CASE WHEN m.id >= ? AND m.id < ? THEN 1 ELSE 0 END)".repeat(starts.size()) + OF
                        + " GROUP BY " + GROUP + " ORDER BY 8 DESC, 1, 2, 3, 4, 7 LIMIT 500")
                .params(parameters)
                .query((row, i) -> counted(row, starts.size()))
                .list()
                .forEach(counted -> trends.put(withTimes(counted), counted.spans()));
        return trends;
    }

    private static Counted counted(ResultSet row, int spans) throws SQLException {
        Cause cause = new Cause(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                lacking(row),
                row.getLong(8),
                row.getLong(9),
                null,
                null,
                row.getLong(11));
        long[] each = new long[spans];
        for (int i = 0; i < spans; i++) {
            each[i] = row.getLong(FIRST_SPAN + i);
        }
        return new Counted(cause, row.getLong(10), row.getLong(11), each);
    }

    private static UnmappedCode lacking(ResultSet row) throws SQLException {
        return row.getString(7).isEmpty()
                ? null
                : new UnmappedCode(row.getString(5), row.getString(6), row.getString(7));
    }

    private Cause withTimes(Counted counted) {
        Cause of = counted.cause();
        return new Cause(
                of.source(),
                of.step(),
                of.code(),
                of.element(),
                of.lacking(),
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
