package org.dhpbridge.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.RowMapper;

/** Reads the ledger for people and metrics. */
final class Archive {

    /** The end of an EXISTS; the offset keeps PostgreSQL from joining whole tables: each row is looked up, until there are enough. */
    private static final String ONE_BY_ONE = " LIMIT 1 OFFSET 0)";

    private static final String ROWS_OF_FOUND =
            " found CROSS JOIN message m WHERE m.id = found.id ORDER BY found.id DESC";

    private static final String HAS_WARNING =
            "EXISTS (SELECT 1 FROM message_warning w WHERE w.code = ? AND w.message_id = message.id" + ONE_BY_ONE;

    private static final Set<State> FAILED = EnumSet.of(State.DUE, State.DEAD);

    private final Database db;
    private final Vault vault;
    private final Counts counts;
    private final ReceiptTimes times;
    private final RowMapper<LedgerMessage> rowMapper = (row, i) -> message(row);

    Archive(Database db, Vault vault) {
        this.db = db;
        this.vault = vault;
        counts = new Counts(db);
        times = new ReceiptTimes(db);
    }

    Optional<LedgerMessage> find(long id) {
        return db.sql
                .sql("SELECT * FROM message WHERE id = ?")
                .param(id)
                .query(rowMapper)
                .optional();
    }

    List<LedgerMessage> list(MessageFilter filter) {
        return newest(filter, filter.limit(), "*", rowMapper, LedgerMessage::id);
    }

    List<Long> ids(MessageFilter filter, int limit) {
        return newest(filter, limit, "id", (row, i) -> row.getLong(1), id -> id);
    }

    /** State by state, each in the order of an index: no more rows are read than are asked for. */
    private <T> List<T> newest(
            MessageFilter filter, int limit, String columns, RowMapper<T> mapper, ToLongFunction<T> id) {
        boolean any = filter.states().isEmpty() && filter.source() == null && filter.errorCode() == null;
        if (filter.warning() != null && (any || warned(filter) <= messages(filter))) {
            return warned(filter, limit, columns, mapper);
        }
        if (any) {
            return select(filter, null, limit, columns, mapper);
        }
        return states(filter).stream()
                .flatMap(state -> select(filter, state, limit, columns, mapper).stream())
                .sorted(Comparator.comparingLong(id).reversed())
                .limit(limit)
                .toList();
    }

    /** How many have its warning, whatever else they are. */
    private long warned(MessageFilter filter) {
        return counts.warnings().getOrDefault(Warnings.code(filter.warning()), 0L);
    }

    /** How many have its source and states, whatever their warnings. */
    private long messages(MessageFilter filter) {
        return counts.all().stream()
                .filter(count -> filter.source() == null || filter.source().equals(count.source()))
                .filter(count -> states(filter).contains(count.state()))
                .mapToLong(Summary.Count::messages)
                .sum();
    }

    /** Those that a message of the filter can be in: what was delivered or superseded has no failure. */
    private static Set<State> states(MessageFilter filter) {
        Set<State> states = EnumSet.allOf(State.class);
        if (!filter.states().isEmpty()) {
            states.retainAll(filter.states());
        }
        if (filter.errorCode() != null) {
            states.retainAll(FAILED);
        }
        return states;
    }

    /** Most conditions are met in an index alone; of a row that is not shown nothing else is read. */
    private <T> List<T> select(MessageFilter filter, State state, int limit, String columns, RowMapper<T> mapper) {
        String code = state == null ? null : state.code();
        List<String> index = index(filter, state);
        Map<String, Object> where = new LinkedHashMap<>();
        is(where, "source", filter.source(), index);
        is(where, "state", code, index);
        is(where, "error_code", filter.errorCode(), index);
        put(where, HAS_WARNING, Warnings.code(filter.warning()));
        put(where, "received_at >= ?", db.column(filter.since()));
        put(where, "received_at < ?", db.column(filter.until()));
        put(where, "id < ?", lowest(filter.beforeId(), times.below(filter.until())));
        put(where, "id >= ?", times.atLeast(filter.since()));
        List<Object> parameters = new ArrayList<>(where.values());
        parameters.add(limit);
        String order = index.stream().map(column -> column + " DESC, ").collect(Collectors.joining()) + "id DESC";
        String found = " FROM message"
                + (where.isEmpty() ? "" : " WHERE " + String.join(" AND ", where.keySet()))
                + " ORDER BY " + order + " LIMIT ?";
        return db.sql
                .sql(
                        index.isEmpty()
                                ? "SELECT " + columns + found
                                : "SELECT m." + columns + " FROM (SELECT id" + found + ")" + ROWS_OF_FOUND)
                .params(parameters)
                .query(mapper)
                .list();
    }

    /** The columns before the id of the index that finds them in their order. */
    private static List<String> index(MessageFilter filter, State state) {
        if (filter.errorCode() != null) {
            return List.of("state", "error_code");
        }
        if (filter.source() != null) {
            return List.of("source", "state");
        }
        return state == null ? List.of() : List.of("state");
    }

    private void is(Map<String, Object> where, String column, String value, List<String> index) {
        if (value != null && column.equals(index.get(0))) {
            where.put(db.leads(column), db.leading(value));
        } else {
            put(where, column + " = ?", value);
        }
    }

    /** In the order of the index of warnings. */
    private <T> List<T> warned(MessageFilter filter, int limit, String columns, RowMapper<T> mapper) {
        Map<String, Object> where = new LinkedHashMap<>();
        where.put(db.leads("w.code"), db.leading(Warnings.code(filter.warning())));
        put(where, "w.message_id < ?", lowest(filter.beforeId(), times.below(filter.until())));
        put(where, "w.message_id >= ?", times.atLeast(filter.since()));
        Map<String, Object> ofMessage = new LinkedHashMap<>();
        put(ofMessage, "m.source = ?", filter.source());
        put(ofMessage, "m.error_code = ?", filter.errorCode());
        put(ofMessage, "m.received_at >= ?", db.column(filter.since()));
        put(ofMessage, "m.received_at < ?", db.column(filter.until()));
        List<String> conditions = new ArrayList<>(ofMessage.keySet());
        List<Object> parameters = new ArrayList<>(where.values());
        parameters.addAll(ofMessage.values());
        if (!filter.states().isEmpty()) {
            conditions.add("m.state IN ("
                    + String.join(", ", Collections.nCopies(filter.states().size(), "?")) + ")");
            filter.states().forEach(state -> parameters.add(state.code()));
        }
        parameters.add(limit);
        String message = conditions.isEmpty()
                ? ""
                : " AND EXISTS (SELECT 1 FROM message m WHERE m.id = w.message_id AND "
                        + String.join(" AND ", conditions) + ONE_BY_ONE;
        return db.sql
                .sql("SELECT m." + columns + " FROM (SELECT w.message_id AS id FROM message_warning w WHERE "
                        + String.join(" AND ", where.keySet()) + message
                        + " ORDER BY w.code DESC, w.message_id DESC LIMIT ?)" + ROWS_OF_FOUND)
                .params(parameters)
                .query(mapper)
                .list();
    }

    private static Long lowest(Long one, Long other) {
        return one == null || other != null && other < one ? other : one;
    }

    private static void put(Map<String, Object> where, String condition, Object value) {
        if (value != null) {
            where.put(condition, value);
        }
    }

    List<HistoryEntry> history(long id) {
        List<HistoryEntry> history = new ArrayList<>();
        find(id).ifPresent(m -> history.add(new HistoryEntry(m.receivedAt(), "received", m.location(), m.source())));
        history.addAll(db.sql
                .sql("SELECT at, step, detail, who FROM message_event WHERE message_id = ? ORDER BY id")
                .param(id)
                .query((row, i) -> new HistoryEntry(
                        db.instant(row, "at"), row.getString("step"), row.getString("detail"), row.getString("who")))
                .list());
        return history;
    }

    Optional<byte[]> payload(long id) {
        return db.sql
                .sql("SELECT key_id, content FROM message_payload WHERE message_id = ?")
                .param(id)
                .query((row, i) -> new Vault.Sealed(row.getString(1), row.getBytes(2)))
                .optional()
                .map(stored -> vault.open(Vault.PAYLOAD, id, stored));
    }

    Summary summary() {
        return new Summary(counts.all(), oldestDue().orElse(null), counts.warnings());
    }

    long depth() {
        return counts.due();
    }

    Queue queue() {
        return new Queue(counts.due(), oldestDue().orElse(null));
    }

    /** Source after source and state after state in an index: as many rows are read as there are sources and states. */
    Map<String, Instant> newestBySource() {
        Map<String, Instant> newest = new LinkedHashMap<>();
        for (Optional<String> source = sourceAfter(""); source.isPresent(); source = sourceAfter(source.get())) {
            String name = source.get();
            newest(name).ifPresent(received -> newest.put(name, received));
        }
        return newest;
    }

    private Optional<String> sourceAfter(String name) {
        return db.sql
                .sql("SELECT source FROM message WHERE source > ? ORDER BY source, state, id LIMIT 1")
                .param(name)
                .query(String.class)
                .optional();
    }

    private Optional<Instant> newest(String source) {
        MessageFilter last = MessageFilter.of().withSource(source).withLimit(1);
        return ids(last, 1).stream().findFirst().flatMap(id -> db.sql
                .sql("SELECT received_at FROM message WHERE id = ?")
                .param(id)
                .query((row, i) -> db.instant(row, "received_at"))
                .optional());
    }

    Optional<Instant> oldestDue() {
        return db.sql
                .sql("SELECT received_at FROM message WHERE id = (SELECT min(message_id) FROM due_message)")
                .query((row, i) -> db.instant(row, "received_at"))
                .optional();
    }

    /** Null also when it does not open: of a list of messages one must not hide the others, and its content says why. */
    private JsonNode outcome(ResultSet row) throws SQLException {
        Vault.SealedText sealed =
                new Vault.SealedText(row.getString("error_outcome_key"), row.getString("error_outcome"));
        try {
            return Database.json(vault.openText(Vault.OUTCOME, row.getLong("id"), sealed));
        } catch (LedgerKeyException unopened) {
            return null;
        }
    }

    private LedgerMessage message(ResultSet row) throws SQLException {
        String code = row.getString("error_code");
        Failure failure = code == null
                ? null
                : new Failure(code, row.getString("error_step"), row.getString("error_sentence"), outcome(row));
        return new LedgerMessage(
                row.getLong("id"),
                row.getString("source"),
                row.getString("content_type"),
                row.getString("location"),
                row.getString("subject"),
                db.instant(row, "received_at"),
                db.instant(row, "event_time"),
                State.of(row.getString("state")),
                row.getInt("attempts"),
                db.instant(row, "next_attempt_at"),
                db.instant(row, "ended_at"),
                failure,
                new Result(
                                row.getString("mapping"),
                                row.getString("mapping_version"),
                                row.getString("pack"),
                                Database.json(row.getString("filled")),
                                Database.json(row.getString("placed")))
                        .withIssues(Database.json(row.getString("issues"))));
    }
}
