package org.dhpbridge.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * A ledger with many rows reads none of them that it does not need: no statement goes through a whole table, and nobody
 * analyses the database. For the pace: {@code mvn test -Dtest=LargeLedgerTest -Dledger.rows=1000000 -Dledger.kind=SQLITE}
 * fills a ledger with so many messages and ten links each, and prints how its pace compares with that of one with 10,000.
 */
class LargeLedgerTest extends LedgerFixture {

    private static final int SMALL = 20_000;
    private static final int ROWS = Integer.getInteger("ledger.rows", SMALL);
    private static final String ONLY = System.getProperty("ledger.kind");
    private static final int ROUNDS = Integer.getInteger("ledger.rounds", 15);
    private static final int LINKS_EACH = 10;
    private static final int LINKS_OF_A_REPORT = 14;
    private static final int DUE_EVERY = 3;
    private static final int BATCH = 200;
    private static final Set<String> LARGE = Set.of(
            "message",
            "message_payload",
            "message_event",
            "message_key",
            "message_warning",
            "message_unmapped",
            "message_conversation",
            "received_key",
            "due_message",
            "lane",
            "link",
            "audit_entry");
    private static final UnmappedCode CODE = new UnmappedCode("units", "", "x");

    private static final Pattern STATEMENT = Pattern.compile(
            "Executing (?:prepared )?SQL (?:batch )?(?:statement|update|query) \\[(.*)]", Pattern.DOTALL);

    private final Set<String> statements = ConcurrentHashMap.newKeySet();
    private final Logger log = (Logger) LoggerFactory.getLogger(JdbcTemplate.class);

    @ParameterizedTest
    @EnumSource
    void noStepReadsAWholeTable(Kind kind) throws Exception {
        assumeTrue(ONLY == null || ONLY.equals(kind.name()));
        Ledger ledger = open(kind);
        fill(kind, raw(), ROWS);
        listen();
        for (int batch = 0; batch < 5; batch++) {
            work(ledger, "listened" + batch);
        }
        ledger.retryInDoubt(ledger.claim(1).get(0), clock.instant(), LedgerContract.DOWN, false, Result.NONE);
        List<Claimed> next = ledger.claim(2);
        assertThat(ledger.links().othersAreInDoubt(next.get(1))).isTrue();
        next.forEach(claimed -> WrittenEnds.delivered(ledger, claimed, Result.NONE, null));
        people(ledger);
        clock.advance(Duration.ofHours(1));
        listenNoMore();

        assertThat(scans(kind)).isEmpty();

        if (ROWS > SMALL) {
            pace(kind, ledger);
        }
    }

    /** Turn by turn, so that what else the machine does meets both; the medians are told and decide nothing. */
    private void pace(Kind kind, Ledger large) {
        try (LedgerDataSource other = LedgerDatabase.open(settings(kind, "small"))) {
            fill(kind, raw(other), SMALL);
            Ledger small = new Ledger(other, "bridge-1", LedgerContract.LEASE, LedgerContract.LONGEST_WORK, clock);
            List<Double> ofSmall = new ArrayList<>();
            List<Double> ofLarge = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                ofSmall.add(work(small, "round" + round));
                ofLarge.add(work(large, "round" + round));
            }
            Collections.sort(ofSmall);
            Collections.sort(ofLarge);
            double before = ofSmall.get(ROUNDS / 2);
            double after = ofLarge.get(ROUNDS / 2);
            System.out.printf(
                    "%s: %.2f ms a message beside %,d messages and %,d links, %.2f ms beside %,d and %,d: %.0f %% of the"
                            + " pace%n",
                    kind, before, SMALL, SMALL * LINKS_EACH, after, ROWS, ROWS * LINKS_EACH, 100 * before / after);
        }
    }

    /** Writes down every statement that runs. */
    private void listen() {
        log.setLevel(Level.DEBUG);
        log.setAdditive(false);
        AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                Matcher sql = STATEMENT.matcher(event.getFormattedMessage());
                if (sql.matches()) {
                    statements.add(sql.group(1));
                }
            }
        };
        appender.start();
        log.addAppender(appender);
    }

    @AfterEach
    void listenNoMore() {
        log.detachAndStopAllAppenders();
        log.setLevel(null);
        log.setAdditive(true);
    }

    /**
     * What a bridge does all day with reports of new patients.
     *
     * @return milliseconds a message
     */
    private double work(Ledger ledger, String name) {
        long start = System.nanoTime();
        ledger.receive(IntStream.range(0, BATCH)
                .mapToObj(i -> new NewMessage(
                        "hl7",
                        name + "-" + i,
                        "application/json",
                        new byte[1000],
                        "day.hl7:" + i,
                        null,
                        SubjectKey.hash("subject" + i % 50),
                        null,
                        null,
                        Set.of("pinfl" + i, name + i)))
                .toList());
        for (int i = 0; i < BATCH / 4; i++) {
            for (Claimed claimed : ledger.claim(4)) {
                assertThat(ledger.payload(claimed.id())).isPresent();
                List<Links.Link> links = IntStream.range(0, LINKS_OF_A_REPORT)
                        .mapToObj(n -> new Links.Link(
                                new Links.Key("Observation", "urn:lab", name + "-" + claimed.id() + "-" + n),
                                "17",
                                "1",
                                null,
                                0,
                                null))
                        .toList();
                List<Links.Key> keys = links.stream().map(Links.Link::key).toList();
                ledger.links().reserve(claimed, keys, List.of());
                assertThat(ledger.links().find(keys)).isEmpty();
                assertThat(ledger.links().othersAreInDoubt(claimed)).isFalse();
                end(ledger, claimed, i, links);
            }
        }
        ledger.renewClaims();
        return (System.nanoTime() - start) / 1e6 / BATCH;
    }

    /** What people and housekeeping do beside it. */
    private void people(Ledger ledger) {
        assertThat(ledger.links().savedWithin(List.of(new Links.Key("Patient", "urn:mr", "1")), Duration.ofDays(1)))
                .isFalse();
        assertThat(ledger.list(MessageFilter.of())).isNotEmpty();
        assertThat(ledger.list(MessageFilter.of(State.DEAD))).isNotEmpty();
        MessageFilter delivered = MessageFilter.of(State.DELIVERED).withSource("old");
        assertThat(ledger.list(delivered)).isNotEmpty();
        assertThat(ledger.list(delivered.withBeforeId(100L))).isNotEmpty();
        assertThat(ledger.list(MessageFilter.of().withWarning("any"))).isNotEmpty();
        assertThat(ledger.list(MessageFilter.of(State.DEAD).withWarning("any").withSource("old")))
                .isNotEmpty();
        assertThat(ledger.findByKey("pinfl7", 10)).isNotEmpty();
        long dead = ledger.list(MessageFilter.of(State.DEAD)).get(0).id();
        assertThat(ledger.history(dead)).isNotEmpty();
        assertThat(ledger.depth()).isPositive();
        assertThat(ledger.newestBySource()).containsKey("old");
        assertThat(ledger.summary().warnings()).containsKey("*");
        assertThat(ledger.unmapped(UnmappedFilter.all())).hasSize(1);
        assertThat(ledger.purge(State.DELIVERED, clock.instant().minus(Duration.ofDays(7)), BATCH))
                .isEqualTo(BATCH);
        assertThat(ledger.said(dead)).isPresent();
        assertThat(ledger.purgeConversations(clock.instant().minus(Duration.ofDays(7)), BATCH))
                .isEqualTo(BATCH);
        assertThat(ledger.list(MessageFilter.of().withErrorCode(LedgerContract.REFUSED.code())))
                .isNotEmpty();
        Database db = new Database(dataSource, clock);
        ReplayJobs jobs = new ReplayJobs(db, new Journal(db, "bridge-1"));
        assertThat(jobs.newest(Selection.touchedBy(CODE), null, 10)).hasSize(10);
        assertThat(jobs.count(Selection.touchedBy(CODE))).isPositive();
        Reports reports = new Reports(db, new Archive(db, new Vault(EncryptionKeys.none())));
        Causes causes = new Causes(db, reports);
        assertThat(causes.all()).isNotEmpty();
        List<Instant> spans = List.of(clock.instant().minusSeconds(60), clock.instant());
        assertThat(reports.spans(spans, null)).hasSize(2);
        assertThat(reports.spans(spans, "hl7")).hasSize(2);
        assertThat(reports.bySource(clock.instant())).containsOnlyKeys("hl7");
        causes.trends(spans);
        assertThat(reports.warnings(Instant.EPOCH)).containsOnlyKeys("old-address");
        assertThat(ledger.replay(dead, "aziza", null)).isTrue();
        AuditTrail audit = new AuditTrail(db, "bridge-1");
        audit.add("sso somebody", "search", null, null);
        assertThat(audit.list("search", null, 1)).hasSize(1);
        assertThat(audit.list(null, 100L, 1)).hasSize(1);
        assertThat(audit.after(99, 1)).hasSize(1);
    }

    private void end(Ledger ledger, Claimed claimed, int turn, List<Links.Link> links) {
        ArrayNode issues = JsonNodeFactory.instance.arrayNode();
        issues.addObject().put("severity", "warning").put("code", "old-address");
        Result result = new Result("m", "v", "p", null, null, Set.of(CODE))
                .withLinks(new LinkChanges(links, Set.of()))
                .withIssues(issues)
                .withConversation("[]");
        boolean held =
                switch (turn % 10) {
                    case 0 -> ledger.dead(claimed, LedgerContract.REFUSED, result);
                    case 1 -> ledger.retryAt(claimed, clock.instant(), LedgerContract.DOWN, false, Result.NONE);
                    default -> WrittenEnds.delivered(ledger, claimed, result, null);
                };
        assertThat(held).isTrue();
    }

    /** One in three is due, as after an outage; half of the others are old enough to be purged. Nobody analyses it. */
    private static void fill(Kind kind, JdbcTemplate jdbc, int rows) {
        switch (kind) {
            case SQLITE -> {
                jdbc.setDataSource(new SingleConnectionDataSource(connection(jdbc), true));
                jdbc.execute("PRAGMA cache_size = -1000000");
            }
            case POSTGRESQL ->
                LARGE.forEach(table -> jdbc.execute("ALTER TABLE " + table + " SET (autovacuum_enabled = false)"));
            default -> {}
        }
        String key =
                switch (kind) {
                    case SQLITE -> "randomblob(16)";
                    case H2 -> "random_uuid()";
                    case POSTGRESQL -> "gen_random_uuid()";
                };
        String hmac =
                switch (kind) {
                    case SQLITE -> "lower(hex(randomblob(32)))";
                    case H2 -> "rawtohex(secure_rand(32))";
                    case POSTGRESQL -> "md5(random()::text) || md5(random()::text)";
                };
        String due = "n % " + DUE_EVERY + " = 0";
        String old = time(kind, "2026-01-01T00:00:00Z");
        String ended = "CASE WHEN n % 2 = 0 THEN " + time(kind, "2026-02-27T00:00:00Z") + " ELSE " + old + " END";
        List.of(
                        "INSERT INTO message (source, content_type, received_at, location, lane_key, state, ended_at)"
                                + " SELECT 'old', 'application/json', " + old + ", 'old.hl7', " + key + ", CASE WHEN "
                                + due + " THEN 'due' ELSE 'delivered' END, CASE WHEN " + due + " THEN NULL ELSE "
                                + ended + " END FROM " + numbers(kind, rows),
                        "INSERT INTO message_count (source, state, shard, messages) SELECT source, state, 99, count(*)"
                                + " FROM message GROUP BY source, state",
                        "INSERT INTO received_key (source_key) SELECT " + key + " FROM " + numbers(kind, rows),
                        "INSERT INTO message_payload (message_id, content) SELECT id, "
                                + (kind == Kind.SQLITE ? "zeroblob(1000)" : "CAST(repeat('00', 1000) AS bytea)")
                                + " FROM message",
                        "INSERT INTO message_event (message_id, at, step, who) SELECT id, received_at, 'delivered',"
                                + " 'bridge' FROM message WHERE state = 'delivered'",
                        "INSERT INTO message_key (hmac, message_id) SELECT " + hmac + ", id FROM message",
                        "INSERT INTO message_warning (code, message_id) SELECT '*', id FROM message WHERE id % 2 = 0",
                        "INSERT INTO message_unmapped (code_key, message_id) SELECT 'x', id FROM message",
                        "INSERT INTO message_conversation (message_id, at, content) SELECT id, " + old + ", "
                                + (kind == Kind.SQLITE ? "zeroblob(1000)" : "CAST(repeat('00', 1000) AS bytea)")
                                + " FROM message WHERE state = 'delivered'",
                        "INSERT INTO warning_count (code, shard, messages) SELECT code, 99, count(*) FROM"
                                + " message_warning GROUP BY code",
                        "INSERT INTO due_message (message_id, lane_key) SELECT id, lane_key FROM message WHERE state ="
                                + " 'due'",
                        "INSERT INTO lane (lane_key, message_id, ready_at) SELECT lane_key, id, received_at FROM"
                                + " message WHERE state = 'due'",
                        "INSERT INTO link (link_key, resource_type, server_id, status_rank, saved_at) SELECT " + key
                                + ", 'Observation', 'x', 0, " + old + " FROM " + numbers(kind, rows * LINKS_EACH),
                        "INSERT INTO audit_entry (seq, at, actor, action, bridge, previous, hash) SELECT n, '', '', 'look',"
                                + " '', '', '' FROM " + numbers(kind, rows),
                        "UPDATE audit_head SET seq = " + rows)
                .forEach(jdbc::execute);
    }

    private static Connection connection(JdbcTemplate jdbc) {
        return DataSourceUtils.getConnection(jdbc.getDataSource());
    }

    static String numbers(Kind kind, int rows) {
        return switch (kind) {
            case SQLITE ->
                "(WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < " + rows
                        + ") SELECT n FROM numbers)";
            case H2 -> "SYSTEM_RANGE(1, " + rows + ") AS numbers(n)";
            case POSTGRESQL -> "generate_series(1, " + rows + ") AS numbers(n)";
        };
    }

    private static String time(Kind kind, String time) {
        return kind == Kind.SQLITE
                ? String.valueOf(Dialect.SQLITE.column(Instant.parse(time)))
                : "CAST('" + time + "' AS timestamp with time zone)";
    }

    /** The plans of all statements that the ledger ran, as far as they go through a whole large table. */
    private List<String> scans(Kind kind) throws SQLException {
        List<String> scans = new ArrayList<>();
        int explained = 0;
        try (Connection connection = raw().getDataSource().getConnection()) {
            for (String statement : statements) {
                if (statement.matches("(?s)(SELECT|UPDATE|DELETE|MERGE|INSERT).*")) {
                    explained++;
                    String plan =
                            switch (kind) {
                                case SQLITE -> sqlitePlan(connection, statement);
                                case H2 -> h2Plan(connection, statement);
                                case POSTGRESQL -> postgresPlan(connection, statement);
                            };
                    if (LARGE.stream().anyMatch(table -> isScan(statement, plan, table))) {
                        scans.add(statement + "\n" + plan);
                    }
                }
            }
        }
        assertThat(explained).isGreaterThan(50);
        return scans;
    }

    /** SQLite names aliases in place of tables. What goes along its order is no scan when it is limited. */
    private static boolean isScan(String statement, String plan, String table) {
        boolean stops = statement.contains("LIMIT") && !plan.contains("USE TEMP B-TREE");
        String sqlite = stops ? "(?!)" : "(?m)^SCAN (" + table + "|[a-z])\\b";
        return plan.contains("PUBLIC." + table.toUpperCase(Locale.ROOT) + ".tableScan")
                || Pattern.compile("Seq Scan on " + table + "\\b").matcher(plan).find()
                || Pattern.compile(sqlite).matcher(plan).find();
    }

    private static String sqlitePlan(Connection connection, String statement) throws SQLException {
        StringBuilder text = new StringBuilder();
        try (PreparedStatement explain = connection.prepareStatement("EXPLAIN QUERY PLAN " + statement);
                ResultSet rows = explain.executeQuery()) {
            while (rows.next()) {
                text.append(rows.getString("detail")).append('\n');
            }
        }
        return text.toString();
    }

    private static String h2Plan(Connection connection, String statement) throws SQLException {
        try (PreparedStatement explain = connection.prepareStatement("EXPLAIN " + statement)) {
            for (int i = 1; i <= explain.getParameterMetaData().getParameterCount(); i++) {
                explain.setObject(i, null);
            }
            return text(explain.executeQuery());
        }
    }

    /** The plan that holds for any parameters. */
    private static String postgresPlan(Connection connection, String statement) throws SQLException {
        StringBuilder numbered = new StringBuilder();
        int parameters = 0;
        for (char c : statement.toCharArray()) {
            numbered.append(c == '?' ? "$" + ++parameters : String.valueOf(c));
        }
        String nulls = parameters == 0 ? "" : "(" + String.join(", ", Collections.nCopies(parameters, "NULL")) + ")";
        try (Statement sql = connection.createStatement()) {
            sql.execute("SET plan_cache_mode = force_generic_plan");
            sql.execute("PREPARE explained AS " + numbered);
            String plan = text(sql.executeQuery("EXPLAIN EXECUTE explained" + nulls));
            sql.execute("DEALLOCATE explained");
            return plan;
        }
    }

    private static String text(ResultSet rows) throws SQLException {
        StringBuilder text = new StringBuilder();
        try (rows) {
            while (rows.next()) {
                text.append(rows.getString(1)).append('\n');
            }
        }
        return text.toString();
    }
}
