package org.dhpbridge.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * What the lists of console and API read from a ledger of eight days. For the pace: {@code -Dledger.rows=1000000
 * -Dledger.kind=SQLITE} fills it with so many messages and prints how long each list takes (of PostgreSQL the CPU is the
 * server's and not told).
 */
class LargeListsTest extends LedgerFixture {

    private static final int SMALL = 20_000;
    private static final int ROWS = Integer.getInteger("ledger.rows", SMALL);
    private static final String ONLY = System.getProperty("ledger.kind");
    private static final int ROUNDS = 5;
    private static final int DAYS = 8;
    private static final long STEP = Duration.ofDays(DAYS).toNanos() / 1000 / ROWS;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final UnmappedCode CODE = new UnmappedCode("units", "HOSP", "x");

    @ParameterizedTest
    @EnumSource
    void eachListShowsWhatStandsInTheLedger(Kind kind) {
        assumeTrue(ONLY == null || ONLY.equals(kind.name()));
        Ledger ledger = open(kind);
        fill(kind, raw());
        Database db = new Database(dataSource, clock);
        Archive archive = new Archive(db, new Vault(EncryptionKeys.none()));
        Reports reports = new Reports(db, archive);
        Causes causes = new Causes(db, reports);
        ReplayJobs jobs = new ReplayJobs(db, new Journal(db, "bridge-1"));
        AuditTrail audit = new AuditTrail(db, "bridge-1");
        Instant now = clock.instant();
        Instant yesterday = now.minus(Duration.ofDays(1));
        List<Instant> hours = IntStream.range(0, 24)
                .mapToObj(hour -> yesterday.plus(Duration.ofHours(hour)))
                .toList();
        List<Instant> days = IntStream.range(0, 7)
                .mapToObj(day -> now.minus(Duration.ofDays(7 - day)))
                .toList();
        MessageFilter page = MessageFilter.of().withLimit(51);

        assertThat(timed("now: hours", () -> reports.spans(hours, null)).stream()
                        .mapToLong(Reports.Span::received)
                        .sum())
                .isEqualTo(ROWS / DAYS);
        assertThat(timed("flow: hours of a source", () -> reports.spans(hours, "csv")))
                .hasSize(24);
        assertThat(timed("now: a day by source", () -> reports.bySource(yesterday)))
                .containsOnlyKeys("csv", "hl7", "rows");
        assertThat(timed("now: a week by source", () -> reports.bySource(days.get(0))))
                .hasSize(3);
        assertThat(timed("now: newest by source", reports::newestBySource)).hasSize(3);
        assertThat(timed("now: oldest due", reports::oldestDue)).isPresent();
        assertThat(timed("failures: causes", causes::all).stream()
                        .mapToLong(Causes.Cause::messages)
                        .sum())
                .isEqualTo(ROWS / 10);
        assertThat(timed("failures: trends", () -> causes.trends(days))).isNotEmpty();
        Causes.Cause rare = causes.all().stream()
                .filter(cause -> cause.code().equals("rare"))
                .findFirst()
                .orElseThrow();
        assertThat(timed("messages: of a cause", () -> jobs.newest(Selection.of(rare), null, 51)))
                .isNotEmpty();
        assertThat(timed("replay: count of a cause", () -> jobs.count(Selection.of(rare))))
                .isEqualTo(rare.messages());
        assertThat(timed("replay: count of all dead", () -> jobs.count(Selection.of(MessageFilter.of(State.DEAD)))))
                .isEqualTo(ROWS / 10);
        assertThat(timed("messages", () -> ledger.list(page))).hasSize(51);
        assertThat(timed("messages: of the future", () -> ledger.list(page.withReceived(now, null))))
                .isEmpty();
        assertThat(timed(
                        "messages: of the past",
                        () -> ledger.list(page.withReceived(null, now.minus(Duration.ofDays(DAYS))))))
                .isEmpty();
        for (State state : State.values()) {
            MessageFilter those = MessageFilter.of(state).withLimit(51);
            timed(
                    "messages: " + state.code() + " of an hour",
                    () -> ledger.list(those.withReceived(now.minus(Duration.ofHours(1)), null)));
            timed("messages: " + state.code() + " of a source", () -> ledger.list(those.withSource("csv")));
        }
        assertThat(timed("messages: by a rare code", () -> ledger.list(page.withErrorCode("rare"))))
                .isNotEmpty();
        assertThat(timed("messages: by a code that is none", () -> ledger.list(page.withErrorCode("none"))))
                .isEmpty();
        assertThat(timed(
                        "messages: by a rare code, of a source",
                        () -> ledger.list(page.withErrorCode("rare").withSource("csv"))))
                .isNotEmpty();
        for (String source : List.of("csv", "hl7", "rows")) {
            MessageFilter those = page.withSource(source);
            assertThat(timed("messages: a week of " + source, () -> ledger.list(those.withReceived(days.get(0), null))))
                    .hasSize(51);
            assertThat(timed(
                            "messages: a week of " + source + ", by a warning that is none",
                            () -> ledger.list(
                                    those.withReceived(days.get(0), null).withWarning("none"))))
                    .isEmpty();
            assertThat(timed(
                            "messages: of " + source + ", dead, by a rare warning",
                            () -> ledger.list(
                                    those.withStates(Set.of(State.DEAD)).withWarning("few"))))
                    .hasSize(51);
            timed(
                    "messages: of " + source + ", dead, by warning",
                    () -> ledger.list(those.withStates(Set.of(State.DEAD)).withWarning("any")));
        }
        assertThat(timed("messages: by warning", () -> ledger.list(page.withWarning("any"))))
                .hasSize(51);
        assertThat(timed(
                        "messages: by warning, of the future",
                        () -> ledger.list(page.withWarning("any").withReceived(now, null))))
                .isEmpty();
        assertThat(timed("search", () -> ledger.findByKey("key", 50))).isEmpty();
        assertThat(timed("codes", () -> ledger.unmapped(UnmappedFilter.all()))).hasSize(1);
        assertThat(timed("codes: newest with it", () -> jobs.newest(Selection.touchedBy(CODE), null, 10)))
                .hasSize(10);
        assertThat(timed("codes: count with it", () -> jobs.count(Selection.touchedBy(CODE))))
                .isEqualTo(ROWS / 20);
        assertThat(timed("audit", () -> audit.list(null, null, 51))).hasSize(51);
        assertThat(timed("audit: of an action", () -> audit.list("reveal", null, 51)))
                .isEmpty();
        assertThat(timed("summary", ledger::summary).of(State.DEAD)).isEqualTo(ROWS / 10);
    }

    private <T> T timed(String what, Supplier<T> list) {
        T found = list.get();
        if (ROWS > SMALL) {
            List<Double> times = new ArrayList<>();
            List<Double> work = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                long start = System.nanoTime();
                long cpu = THREADS.getCurrentThreadCpuTime();
                list.get();
                work.add((THREADS.getCurrentThreadCpuTime() - cpu) / 1e6);
                times.add((System.nanoTime() - start) / 1e6);
            }
            Collections.sort(times);
            Collections.sort(work);
            System.out.printf(
                    "%-40s %8.1f ms, of CPU here %8.1f ms%n", what, times.get(ROUNDS / 2), work.get(ROUNDS / 2));
        }
        return found;
    }

    /** One in ten is dead, one in a hundred due; a tenth of a percent is dead of something rare. */
    private void fill(Kind kind, JdbcTemplate jdbc) {
        if (kind == Kind.SQLITE) {
            jdbc.setDataSource(
                    new SingleConnectionDataSource(DataSourceUtils.getConnection(jdbc.getDataSource()), true));
            jdbc.execute("PRAGMA cache_size = -1000000");
        }
        Instant first = clock.instant().minus(Duration.ofDays(DAYS));
        String received =
                switch (kind) {
                    case SQLITE -> Dialect.SQLITE.column(first) + " + (n - 1) * " + STEP;
                    case H2 ->
                        "DATEADD(MICROSECOND, (n - 1) * " + STEP + ", CAST('" + first
                                + "' AS timestamp with time zone))";
                    case POSTGRESQL ->
                        "CAST('" + first + "' AS timestamp with time zone) + (n - 1) * interval '" + STEP
                                + " microseconds'";
                };
        String key =
                switch (kind) {
                    case SQLITE -> "randomblob(16)";
                    case H2 -> "random_uuid()";
                    case POSTGRESQL -> "gen_random_uuid()";
                };
        String numbers = LargeLedgerTest.numbers(kind, ROWS);
        String dead = "state = 'dead'";
        String code = CODE.key();
        List.of(
                        "INSERT INTO message (source, content_type, received_at, location, lane_key, subject, sender, state,"
                                + " error_code, error_step, error_sentence) SELECT"
                                + " CASE n % 3 WHEN 0 THEN 'hl7' WHEN 1 THEN 'csv' ELSE 'rows' END, 'application/json', "
                                + received + ", 'old.hl7', " + key + ", CAST(n % 50000 AS varchar(64)),"
                                + " CASE WHEN n % 7 < 5 THEN 'HOSPITAL-' || (n % 7) END,"
                                + " CASE WHEN n % 10 = 0 THEN 'dead' WHEN n % 100 = 1 THEN 'due' ELSE 'delivered' END,"
                                + " CASE WHEN n % 10 = 0 THEN CASE WHEN n % 1000 = 0 THEN 'rare' ELSE 'required' END END,"
                                + " CASE WHEN n % 10 = 0 THEN 'check' END,"
                                + " CASE WHEN n % 10 = 0 THEN 'A sentence of usual length, which says what is wrong.' END"
                                + " FROM " + numbers,
                        "INSERT INTO message_count (source, state, shard, messages) SELECT source, state, 99, count(*)"
                                + " FROM message GROUP BY source, state",
                        "INSERT INTO failure_cause (message_id, element, code_key, code_table, system, code) SELECT id,"
                                + " CASE WHEN id % 20 = 0 THEN 'Patient.name' ELSE 'Patient.birthDate' END, '', '', '', ''"
                                + " FROM message WHERE " + dead,
                        FailureCauses.OF_EARLIER_MESSAGES,
                        "INSERT INTO message_warning (code, message_id) SELECT '*', id FROM message WHERE id % 2 = 0",
                        "INSERT INTO message_warning (code, message_id) SELECT 'few', id FROM message WHERE id % 100 = 0",
                        "INSERT INTO warning_count (code, shard, messages) SELECT code, 99, count(*) FROM"
                                + " message_warning GROUP BY code",
                        "INSERT INTO unmapped_code (code_key, code_table, system, code, messages, first_seen, last_seen,"
                                + " last_message) SELECT '" + code
                                + "', 'units', 'HOSP', 'x', count(*), min(received_at),"
                                + " max(received_at), max(id) FROM message WHERE id % 20 = 0",
                        "INSERT INTO message_unmapped (code_key, message_id) SELECT '" + code
                                + "', id FROM message WHERE id % 20 = 0",
                        "INSERT INTO due_message (message_id, lane_key) SELECT id, lane_key FROM message WHERE state ="
                                + " 'due'",
                        "INSERT INTO audit_entry (seq, at, actor, action, bridge, previous, hash) SELECT n, '', '', 'look',"
                                + " '', '', '' FROM " + numbers,
                        "UPDATE audit_head SET seq = " + ROWS)
                .forEach(jdbc::execute);
    }
}
