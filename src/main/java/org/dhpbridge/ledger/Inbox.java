package org.dhpbridge.ledger;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.BatchPreparedStatementSetter;
import org.springframework.jdbc.support.GeneratedKeyHolder;

/** Receives messages, each once. */
final class Inbox {

    private static final String INSERT =
            """
            INSERT INTO message (source, source_key, content_type, received_at, location, subject, lane_key, event_time,
                state, ended_at, error_code, error_step, error_sentence, error_outcome, mapping)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private final Database db;
    private final Lanes lanes;

    Inbox(Database db) {
        this.db = db;
        lanes = new Lanes(db);
    }

    Received receive(Collection<NewMessage> messages) {
        Map<String, NewMessage> distinct = new LinkedHashMap<>();
        messages.forEach(m -> distinct.putIfAbsent(SubjectKey.sha256(m.source(), m.sourceKey()), m));
        int added = db.inTransaction(() -> insertNew(distinct));
        db.force();
        return new Received(added, messages.size() - added);
    }

    private int insertNew(Map<String, NewMessage> distinct) {
        Map<String, NewMessage> missing = new LinkedHashMap<>(distinct);
        missing.keySet().removeAll(known(distinct.keySet()));
        if (missing.isEmpty()) {
            return 0;
        }
        List<String> keys = List.copyOf(missing.keySet());
        List<NewMessage> messages = List.copyOf(missing.values());
        List<String> laneOf = new ArrayList<>();
        Set<String> wanted = new TreeSet<>();
        for (int i = 0; i < keys.size(); i++) {
            String subject = messages.get(i).subjectKey();
            laneOf.add(
                    subject != null
                            ? subject
                            : SubjectKey.sha256(
                                    "message", keys.get(i)));
            if (messages.get(i).failure() == null) {
                wanted.add(laneOf.get(i));
            }
        }
        // Ids are given after the lanes are held, so that within a lane they rise in the order of arrival.
        Set<String> existing = lanes.lock(wanted);
        Instant now = db.now();
        List<Long> ids = insertMessages(keys, messages, laneOf, now);
        List<Object[]> payloads = new ArrayList<>();
        List<Lanes.Entry> due = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            payloads.add(new Object[] {ids.get(i), messages.get(i).payload()});
            if (messages.get(i).failure() == null) {
                due.add(new Lanes.Entry(ids.get(i), laneOf.get(i), now));
            }
        }
        db.jdbc.batchUpdate("INSERT INTO message_payload (message_id, content) VALUES (?, ?)", payloads);
        lanes.enter(due, existing);
        return ids.size();
    }

    private Set<String> known(Set<String> keys) {
        return new HashSet<>(db.sql
                .sql("SELECT source_key FROM message WHERE source_key = ANY(?)")
                .param(Database.texts(keys))
                .query(String.class)
                .list());
    }

    private List<Long> insertMessages(List<String> keys, List<NewMessage> messages, List<String> laneOf, Instant now) {
        GeneratedKeyHolder ids = new GeneratedKeyHolder();
        db.jdbc.batchUpdate(
                connection -> connection.prepareStatement(INSERT, new String[] {"id"}),
                new BatchPreparedStatementSetter() {
                    @Override
                    public void setValues(PreparedStatement row, int i) throws SQLException {
                        bind(row, keys.get(i), messages.get(i), laneOf.get(i), now);
                    }

                    @Override
                    public int getBatchSize() {
                        return keys.size();
                    }
                },
                ids);
        return ids.getKeyList().stream()
                .map(row -> ((Number) row.values().iterator().next()).longValue())
                .toList();
    }

    private static void bind(PreparedStatement row, String key, NewMessage message, String lane, Instant now)
            throws SQLException {
        Failure failure = message.failure();
        Object[] values = {
            message.source(),
            key,
            message.contentType(),
            Database.column(now),
            Database.text(message.location()),
            message.subjectKey(),
            lane,
            Database.column(message.eventTime()),
            failure == null ? State.DUE.code() : State.DEAD.code(),
            failure == null ? null : Database.column(now),
            failure == null ? null : failure.code(),
            failure == null ? null : failure.step(),
            failure == null ? null : Database.text(failure.sentence()),
            failure == null ? null : Database.json(failure.outcome()),
            message.mapping()
        };
        for (int i = 0; i < values.length; i++) {
            row.setObject(i + 1, values[i]);
        }
    }
}
