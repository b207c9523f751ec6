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
import java.util.stream.Collectors;
import org.springframework.jdbc.core.BatchPreparedStatementSetter;
import org.springframework.jdbc.support.GeneratedKeyHolder;

/** Receives messages, each once. */
final class Inbox {

    private record Key(String source, String hash) {}

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
        Map<Key, NewMessage> distinct = new LinkedHashMap<>();
        messages.forEach(m -> distinct.putIfAbsent(new Key(m.source(), SubjectKey.sha256(m.sourceKey())), m));
        int added = db.inTransaction(() -> insertNew(distinct));
        db.force();
        return new Received(added, messages.size() - added);
    }

    private int insertNew(Map<Key, NewMessage> distinct) {
        Map<Key, NewMessage> missing = new LinkedHashMap<>(distinct);
        missing.keySet().removeAll(known(distinct.keySet()));
        if (missing.isEmpty()) {
            return 0;
        }
        List<Key> keys = List.copyOf(missing.keySet());
        List<NewMessage> messages = List.copyOf(missing.values());
        List<String> laneOf = new ArrayList<>();
        Set<String> wanted = new TreeSet<>();
        for (int i = 0; i < keys.size(); i++) {
            String subject = messages.get(i).subjectKey();
            laneOf.add(
                    subject != null
                            ? subject
                            : SubjectKey.sha256(
                                    "message", keys.get(i).source(), keys.get(i).hash()));
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

    private Set<Key> known(Set<Key> keys) {
        Set<Key> known = new HashSet<>();
        keys.stream()
                .collect(Collectors.groupingBy(Key::source, Collectors.mapping(Key::hash, Collectors.toList())))
                .forEach((source, hashes) -> db.sql
                        .sql("SELECT source_key FROM message WHERE source = ? AND source_key = ANY(?)")
                        .param(source)
                        .param(Database.texts(hashes))
                        .query(String.class)
                        .list()
                        .forEach(hash -> known.add(new Key(source, hash))));
        return known;
    }

    private List<Long> insertMessages(List<Key> keys, List<NewMessage> messages, List<String> laneOf, Instant now) {
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

    private static void bind(PreparedStatement row, Key key, NewMessage message, String lane, Instant now)
            throws SQLException {
        Failure failure = message.failure();
        Object[] values = {
            key.source(),
            key.hash(),
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
