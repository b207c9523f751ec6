package org.dhpbridge.ledger;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.BatchPreparedStatementSetter;
import org.springframework.jdbc.support.GeneratedKeyHolder;

/** Receives messages, each once. */
final class Inbox {

    private record LaneMessage(NewMessage message, UUID lane) {
        boolean isDue() {
            return message.failure() == null;
        }
    }

    private static final int LEADERS_OF_A_SERVER = 2;
    /** Bytes that one transaction takes in: what several callers bring, or one brings alone. */
    private static final long HEAVIEST = 8 << 20;

    private static final long OVERHEAD = 1 << 10;

    private static final String INSERT =
            """
            INSERT INTO message (source, content_type, received_at, location, subject, lane_key, event_time,
                state, ended_at, error_code, error_step, error_sentence, mapping, sender""";

    private static final String PLACES = "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?";

    private final Database db;
    private final Vault vault;
    private final SearchKeys searchKeys;
    private final Journal journal;
    private final Lanes lanes;
    private final Counts counts;
    private final GroupCommit<List<NewMessage>, Received> receipts;

    Inbox(Database db, Vault vault, SearchKeys searchKeys, Journal journal) {
        this.db = db;
        this.vault = vault;
        this.searchKeys = searchKeys;
        this.journal = journal;
        lanes = new Lanes(db);
        counts = new Counts(db);
        receipts =
                new GroupCommit<>(db.isEmbedded() ? 1 : LEADERS_OF_A_SERVER, HEAVIEST, Inbox::bytes, this::receiveAll);
    }

    Received receive(Collection<NewMessage> messages) {
        return messages.isEmpty() ? new Received(0, 0) : receipts.commit(List.copyOf(messages));
    }

    /**
     * Takes one message in, as a part of the transaction that runs.
     *
     * @return false when it is there already
     */
    boolean receiveOne(NewMessage message) {
        UUID key = SubjectKey.keyOf(message.source(), message.sourceKey());
        return db.inDurableTransaction(() -> !insertNew(Map.of(key, message)).isEmpty());
    }

    private static long bytes(Collection<NewMessage> messages) {
        return messages.stream()
                .mapToLong(message -> OVERHEAD + message.payload().length)
                .sum();
    }

    /** What comes twice counts for who brought it first. */
    private List<Received> receiveAll(List<List<NewMessage>> all) {
        Map<UUID, NewMessage> distinct = new LinkedHashMap<>();
        List<Map<UUID, NewMessage>> firsts = new ArrayList<>();
        for (List<NewMessage> messages : all) {
            Map<UUID, NewMessage> first = new LinkedHashMap<>();
            for (NewMessage message : messages) {
                UUID key = SubjectKey.keyOf(message.source(), message.sourceKey());
                if (distinct.putIfAbsent(key, message) == null) {
                    first.put(key, message);
                }
            }
            firsts.add(first);
        }
        Set<UUID> added = db.inDurableTransaction(() -> insertNew(distinct));
        List<Received> received = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Map<UUID, NewMessage> mine = firsts.get(i);
            mine.keySet().retainAll(added);
            List<String> dead = mine.values().stream()
                    .filter(message -> message.failure() != null)
                    .map(message -> message.failure().code())
                    .toList();
            received.add(new Received(mine.size(), all.get(i).size() - mine.size(), dead));
        }
        return received;
    }

    /** @return the keys of those that were not there */
    private Set<UUID> insertNew(Map<UUID, NewMessage> distinct) {
        Map<UUID, NewMessage> missing = new LinkedHashMap<>(distinct);
        missing.keySet().removeAll(known(distinct.keySet()));
        if (missing.isEmpty()) {
            return Set.of();
        }
        // Sorted: of two transactions with the same keys one waits for the other, never each for the other.
        db.jdbc.batchUpdate(
                "INSERT INTO received_key (source_key) VALUES (?)",
                missing.keySet().stream()
                        .sorted()
                        .map(key -> new Object[] {db.key(key)})
                        .toList());
        List<LaneMessage> arrivals = new ArrayList<>();
        missing.forEach((key, message) -> arrivals.add(new LaneMessage(message, lane(key, message))));
        Set<UUID> existing = lanes.lock(arrivals.stream()
                .filter(LaneMessage::isDue)
                .map(LaneMessage::lane)
                .collect(Collectors.toSet()));
        // Ids are given after the lanes are held, so that within a lane they rise in the order of arrival.
        Instant now = db.now();
        insertContents(arrivals, insertMessages(arrivals, now), now, existing);
        Counts.Change change = new Counts.Change();
        arrivals.forEach(one -> change.add(one.message().source(), one.isDue() ? State.DUE : State.DEAD, 1));
        counts.apply(change);
        return missing.keySet();
    }

    /**
     * What belongs to messages, once these have ids: each kind in one statement.
     *
     * @param existing lanes that were there already
     */
    private void insertContents(List<LaneMessage> arrivals, List<Long> ids, Instant now, Set<UUID> existing) {
        List<Object[]> payloads = new ArrayList<>();
        List<Object[]> outcomes = new ArrayList<>();
        List<Object[]> keys = new ArrayList<>();
        List<Object[]> corrections = new ArrayList<>();
        List<Journal.JournalRow> deaths = new ArrayList<>();
        List<Lanes.Entry> due = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            NewMessage message = arrivals.get(i).message();
            Vault.Sealed payload = vault.seal(Vault.PAYLOAD, ids.get(i), message.payload());
            payloads.add(new Object[] {ids.get(i), payload.content(), payload.keyId()});
            outcome(ids.get(i), message.failure()).ifPresent(outcomes::add);
            searchKeys.insert(ids.get(i), message.searchKeys(), keys);
            Corrections.row(ids.get(i), message).ifPresent(corrections::add);
            if (arrivals.get(i).isDue()) {
                due.add(new Lanes.Entry(ids.get(i), arrivals.get(i).lane(), now));
            } else {
                deaths.add(new Journal.JournalRow(
                        ids.get(i), now, State.DEAD.code(), message.failure().sentence()));
            }
        }
        db.jdbc.batchUpdate("INSERT INTO message_payload (message_id, content, key_id) VALUES (?, ?, ?)", payloads);
        db.jdbc.batchUpdate("UPDATE message SET error_outcome = ?, error_outcome_key = ? WHERE id = ?", outcomes);
        searchKeys.write(keys);
        journal.write(deaths);
        db.jdbc.batchUpdate(Corrections.INSERT, corrections);
        lanes.enter(due, existing);
    }

    /** Apart from the row itself: it is encrypted for the message's number, which the row only then has. */
    private Optional<Object[]> outcome(long id, Failure failure) {
        if (failure == null || failure.outcome() == null) {
            return Optional.empty();
        }
        Vault.SealedText outcome = vault.sealText(Vault.OUTCOME, id, Database.json(failure.outcome()));
        return Optional.of(new Object[] {outcome.content(), outcome.keyId(), id});
    }

    private Set<UUID> known(Set<UUID> keys) {
        return new HashSet<>(db.sql
                .sql("SELECT source_key FROM received_key WHERE " + db.anyKey("source_key"))
                .param(db.keys(keys))
                .query((row, i) -> db.key(row, "source_key"))
                .list());
    }

    private static UUID lane(UUID key, NewMessage message) {
        return message.subjectKey() != null
                ? SubjectKey.key(message.subjectKey())
                : SubjectKey.keyOf("message", key.toString());
    }

    private List<Long> insertMessages(List<LaneMessage> arrivals, Instant now) {
        return db.dialect
                .newIds()
                .map(query -> insertWithIds(query, arrivals, now))
                .orElseGet(() -> insertForIds(arrivals, now));
    }

    private List<Long> insertWithIds(String query, List<LaneMessage> arrivals, Instant now) {
        List<Long> ids =
                db.sql.sql(query).param(arrivals.size()).query(Long.class).list();
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < arrivals.size(); i++) {
            List<Object> row = new ArrayList<>(columns(arrivals.get(i), now));
            row.add(ids.get(i));
            rows.add(row.toArray());
        }
        db.jdbc.batchUpdate(INSERT + ", id) VALUES (?, " + PLACES + ")", rows);
        return ids;
    }

    private List<Long> insertForIds(List<LaneMessage> arrivals, Instant now) {
        GeneratedKeyHolder ids = new GeneratedKeyHolder();
        db.jdbc.batchUpdate(
                connection -> connection.prepareStatement(INSERT + ") VALUES (" + PLACES + ")", new String[] {"id"}),
                new BatchPreparedStatementSetter() {
                    @Override
                    public void setValues(PreparedStatement row, int i) throws SQLException {
                        int place = 1;
                        for (Object value : columns(arrivals.get(i), now)) {
                            row.setObject(place++, value);
                        }
                    }

                    @Override
                    public int getBatchSize() {
                        return arrivals.size();
                    }
                },
                ids);
        return ids.getKeyList().stream()
                .map(row -> ((Number) row.values().iterator().next()).longValue())
                .toList();
    }

    private List<Object> columns(LaneMessage arrival, Instant now) {
        NewMessage message = arrival.message();
        Failure failure = message.failure();
        return Arrays.asList(
                message.source(),
                message.contentType(),
                db.column(now),
                Database.text(message.location()),
                message.subjectKey(),
                db.key(arrival.lane()),
                db.column(message.eventTime()),
                failure == null ? State.DUE.code() : State.DEAD.code(),
                failure == null ? null : db.column(now),
                failure == null ? null : failure.code(),
                failure == null ? null : failure.step(),
                failure == null ? null : Database.text(failure.sentence()),
                message.mapping(),
                Database.text(message.sender()));
    }
}
