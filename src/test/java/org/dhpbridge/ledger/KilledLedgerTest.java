package org.dhpbridge.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A ledger in a file whose process is killed while eight threads write, the same file again and again. After each kill the
 * whole of it is looked at: what was acknowledged is there, and no transaction is there in part. For many kills: {@code mvn
 * test -Dtest=KilledLedgerTest -Dledger.kills=300}.
 */
class KilledLedgerTest extends LedgerFixture {

    private static final int KILLS = Integer.getInteger("ledger.kills", 4);
    private static final int MOST_LINES = 1500;
    private static final int LONGEST_MILLIS = 20;

    private final Random random = new Random();

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "H2"})
    void whatWasCommittedIsThereAfterAKillAndNothingInPart(Kind kind) throws Exception {
        LedgerSettings settings = settings(kind);
        long before = 0;
        for (int round = 0; round < KILLS; round++) {
            Set<String> received = new HashSet<>();
            Map<Long, Set<String>> ended = new HashMap<>();
            work(settings.url(), "round" + round, received, ended);
            dataSource = LedgerDatabase.open(settings);
            try {
                long messages = new Look(raw(), ((LedgerDataSource) dataSource).dialect()).at(received, ended);
                assertThat(messages).isGreaterThanOrEqualTo(before + received.size());
                before = messages;
                Ledger ledger = new Ledger(
                        dataSource, "after", Duration.ofMinutes(1), Duration.ofMinutes(10), Clock.systemUTC());
                List<Claimed> claimed = ledger.claim(3);
                assertThat(claimed)
                        .as("what the killed process had in work is due at once")
                        .isNotEmpty();
                claimed.forEach(ledger::release);
            } finally {
                dataSource.close();
            }
            System.out.printf(
                    "%s kill %d: %d acknowledged receipts, %d acknowledged ends, %d messages in all%n",
                    kind, round + 1, received.size(), ended.size(), before);
        }
    }

    private void work(String url, String round, Set<String> received, Map<Long, Set<String>> ended) throws Exception {
        Process process = OtherProcess.start(LedgerInAnotherProcess.class, "work", url, round);
        try (BufferedReader out = process.inputReader()) {
            int left = 1 + random.nextInt(MOST_LINES);
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith("R ")) {
                    received.add(line.substring(2));
                } else if (line.matches("E \\d+ [a-z]+")) {
                    String[] parts = line.split(" ");
                    ended.computeIfAbsent(Long.valueOf(parts[1]), id -> new HashSet<>())
                            .add(parts[2]);
                }
                if (--left == 0) {
                    Thread.sleep(random.nextInt(LONGEST_MILLIS));
                    process.toHandle().destroyForcibly();
                }
            }
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue())
                    .as("it was killed, and did not fail")
                    .isEqualTo(137);
        } finally {
            process.destroyForcibly();
        }
    }

    /** A look at everything. */
    private record Look(JdbcTemplate jdbc, Dialect dialect) {

        private static final Set<String> FINAL = Set.of("delivered", "superseded", "dead");

        long at(Set<String> received, Map<Long, Set<String>> ended) {
            if (dialect == Dialect.SQLITE) {
                assertThat(jdbc.queryForList("PRAGMA integrity_check", String.class))
                        .containsExactly("ok");
                assertThat(jdbc.queryForList("PRAGMA foreign_key_check")).isEmpty();
            }
            List<String> locations = jdbc.queryForList("SELECT location FROM message", String.class);
            assertThat(new HashSet<>(locations)).hasSize(locations.size()).containsAll(received);
            Map<Long, Set<String>> steps = new HashMap<>();
            jdbc.query("SELECT message_id, step FROM message_event", row -> {
                steps.computeIfAbsent(row.getLong(1), id -> new HashSet<>()).add(row.getString(2));
            });
            ended.forEach((id, told) -> assertThat(steps.getOrDefault(id, Set.of()))
                    .as("message %d", id)
                    .containsAll(told));
            links(steps);
            queue();
            counts();
            assertThat(number("SELECT count(*) FROM message_payload")).isEqualTo(locations.size());
            assertThat(number("SELECT count(*) FROM received_key")).isEqualTo(locations.size());
            return locations.size();
        }

        private long number(String sql) {
            return jdbc.queryForObject(sql, Long.class);
        }

        /** The links of an end stand there exactly when the end does. */
        private void links(Map<Long, Set<String>> steps) {
            Set<UUID> links =
                    new HashSet<>(jdbc.query("SELECT link_key FROM link", (row, i) -> dialect.key(row, "link_key")));
            for (long id : jdbc.queryForList("SELECT id FROM message", Long.class)) {
                Set<String> done = steps.getOrDefault(id, Set.of());
                boolean ends = done.stream().anyMatch(FINAL::contains);
                assertThat(has(links, "end", id)).as("message %d", id).isEqualTo(ends);
                assertThat(has(links, "end too", id)).as("message %d", id).isEqualTo(ends);
                assertThat(has(links, "retry", id)).as("message %d", id).isEqualTo(done.contains("retry"));
                if (ends || done.contains("retry")) {
                    assertThat(has(links, "before", id)).as("message %d", id).isTrue();
                }
            }
        }

        private boolean has(Set<UUID> links, String occasion, long message) {
            Links.Key key = LedgerInAnotherProcess.link(occasion, message).key();
            return links.contains(new LinkKeys(dialect.groupsLinkKeys()).of(key));
        }

        private void queue() {
            assertThat(number("SELECT count(*) FROM message m LEFT JOIN due_message d ON d.message_id = m.id"
                            + " WHERE (m.state = 'due' AND d.message_id IS NULL)"
                            + " OR (m.state <> 'due' AND d.message_id IS NOT NULL)"))
                    .as("due and not queued, or queued and not due")
                    .isZero();
            if (dialect == Dialect.SQLITE) {
                assertThat(number("SELECT count(*) FROM lane l WHERE NOT EXISTS (SELECT 1 FROM due_message d"
                                + " WHERE d.message_id = l.message_id AND d.lane_key = l.lane_key)"))
                        .as("lanes without their message")
                        .isZero();
                assertThat(number("SELECT count(*) FROM due_message d WHERE NOT EXISTS"
                                + " (SELECT 1 FROM lane l WHERE l.lane_key = d.lane_key)"))
                        .as("messages without a lane")
                        .isZero();
            }
        }

        private void counts() {
            assertThat(counts("SELECT source, state, messages FROM message_count WHERE messages <> 0"))
                    .isEqualTo(counts("SELECT source, state, count(*) FROM message GROUP BY source, state"));
        }

        private Map<String, Long> counts(String sql) {
            Map<String, Long> counts = new TreeMap<>();
            jdbc.query(sql, row -> {
                counts.put(row.getString(1) + " " + row.getString(2), row.getLong(3));
            });
            return counts;
        }
    }
}
