package org.dhpbridge.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A ledger with many rows reads none of them that it does not need: no step of the pipeline goes through a whole table. For
 * the speed itself: {@code mvn test -Dtest=LargeLedgerTest -Dledger.rows=1000000} prints how it compares with an empty one.
 */
class LargeLedgerTest extends LedgerFixture {

    private static final int ROWS = Integer.getInteger("ledger.rows", 20_000);
    private static final int DUE_EVERY = 3;
    private static final int BATCH = 200;
    private static final Set<String> LARGE =
            Set.of("message", "message_payload", "message_event", "received_key", "due_message", "lane", "link");
    private static final UnmappedCode CODE = new UnmappedCode("units", "", "x");

    private static final Pattern STATEMENT = Pattern.compile(
            "Executing (?:prepared )?SQL (?:batch )?(?:statement|update|query) \\[(.*)]", Pattern.DOTALL);

    private final Set<String> statements = ConcurrentHashMap.newKeySet();
    private final Logger log = (Logger) LoggerFactory.getLogger(JdbcTemplate.class);

    @ParameterizedTest
    @EnumSource
    void noStepReadsAWholeTable(Kind kind) throws Exception {
        open(kind);
        Ledger ledger = newLedger("bridge-1");
        statements.clear();
        work(ledger, "warm-up");
        long empty = work(ledger, "empty");
        fill(kind);

        long full = work(ledger, "full");

        System.out.printf(
                "%s: receive, claim and end of %d messages: %d ms in an empty ledger, %d ms beside %,d rows (%.2f"
                        + " times)%n",
                kind, 5 * BATCH, empty, full, ROWS, (double) full / empty);
        assertThat(scans(kind)).isEmpty();
    }

    /** Writes down every statement that runs. */
    @BeforeEach
    void listen() {
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

    /** What a bridge does all day, and what people and housekeeping do beside it. */
    private long work(Ledger ledger, String name) {
        long start = System.nanoTime();
        for (int batch = 0; batch < 5; batch++) {
            String key = name + batch + "-";
            ledger.receive(IntStream.range(0, BATCH)
                    .mapToObj(i -> LedgerContract.message(key + i, "subject" + i % 50))
                    .toList());
            for (int i = 0; i < BATCH / 4; i++) {
                for (Claimed claimed : ledger.claim(4)) {
                    assertThat(ledger.payload(claimed.id())).isPresent();
                    end(ledger, claimed, i);
                }
            }
            ledger.renewClaims();
        }
        long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
        Links links = ledger.links();
        Links.Key patient = new Links.Key("Patient", "urn:mr", name);
        LedgerContract.save(links, List.of(new Links.Link(patient, "17", "1", null, 0, null)));
        assertThat(links.find(List.of(patient))).hasSize(1);
        assertThat(ledger.list(MessageFilter.of(State.DEAD))).isNotEmpty();
        assertThat(ledger.list(MessageFilter.of(State.DELIVERED).withSource("hl7")))
                .isNotEmpty();
        long dead = ledger.list(MessageFilter.of(State.DEAD)).get(0).id();
        assertThat(ledger.history(dead)).isNotEmpty();
        assertThat(ledger.replay(dead, "aziza", null)).isTrue();
        assertThat(ledger.unmapped(UnmappedFilter.all())).hasSize(1);
        assertThat(ledger.purge(State.DELIVERED, clock.instant().minus(Duration.ofDays(7)), BATCH))
                .isLessThanOrEqualTo(BATCH);
        return millis;
    }

    private void end(Ledger ledger, Claimed claimed, int turn) {
        Result result = new Result("m", "v", "p", null, null, Set.of(CODE));
        boolean held =
                switch (turn % 10) {
                    case 0 -> ledger.dead(claimed, LedgerContract.REFUSED, result);
                    case 1 -> ledger.retryAt(claimed, clock.instant(), LedgerContract.DOWN, false);
                    default -> ledger.delivered(claimed, result);
                };
        assertThat(held).isTrue();
    }

    /** One in three is due, as after an outage; half of the others are old enough to be purged. Nobody analyses it. */
    private void fill(Kind kind) {
        String numbers =
                switch (kind) {
                    case SQLITE ->
                        "(WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < " + ROWS
                                + ") SELECT n FROM numbers)";
                    case H2 -> "SYSTEM_RANGE(1, " + ROWS + ") AS numbers(n)";
                    case POSTGRESQL -> "generate_series(1, " + ROWS + ") AS numbers(n)";
                };
        String key =
                switch (kind) {
                    case SQLITE -> "randomblob(16)";
                    case H2 -> "random_uuid()";
                    case POSTGRESQL -> "gen_random_uuid()";
                };
        JdbcTemplate jdbc = raw();
        long first = jdbc.queryForObject("SELECT max(id) FROM message", Long.class);
        String due = "n % " + DUE_EVERY + " = 0";
        String old = time(kind, "2026-01-01T00:00:00Z");
        String ended = "CASE WHEN n % 2 = 0 THEN " + time(kind, "2026-02-27T00:00:00Z") + " ELSE " + old + " END";
        jdbc.execute("INSERT INTO message (source, content_type, received_at, location, lane_key, state, ended_at)"
                + " SELECT 'old', 'application/json', " + old + ", 'old.hl7', " + key + ", CASE WHEN " + due
                + " THEN 'due' ELSE 'delivered' END, CASE WHEN " + due + " THEN NULL ELSE " + ended + " END FROM "
                + numbers);
        jdbc.execute("INSERT INTO received_key (source_key) SELECT " + key + " FROM " + numbers);
        jdbc.update(
                "INSERT INTO message_payload (message_id, content) SELECT id, CAST(? AS "
                        + (kind == Kind.SQLITE ? "blob" : "bytea") + ") FROM message WHERE id > ?",
                new byte[1000],
                first);
        jdbc.update(
                "INSERT INTO message_event (message_id, at, step, who) SELECT id, received_at, 'delivered', 'bridge'"
                        + " FROM message WHERE id > ? AND state = 'delivered'",
                first);
        jdbc.update(
                "INSERT INTO due_message (message_id, lane_key) SELECT id, lane_key FROM message WHERE id > ? AND"
                        + " state = 'due'",
                first);
        jdbc.update(
                "INSERT INTO lane (lane_key, message_id, ready_at) SELECT lane_key, id, received_at FROM message WHERE"
                        + " id > ? AND state = 'due'",
                first);
        jdbc.execute("INSERT INTO link (link_key, resource_type, server_id, status_rank, saved_at) SELECT " + key
                + ", 'Observation', 'x', 0, " + old + " FROM " + numbers);
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
                    if (LARGE.stream().anyMatch(table -> isScan(plan, table))) {
                        scans.add(statement + "\n" + plan);
                    }
                }
            }
        }
        assertThat(explained).isGreaterThan(25);
        return scans;
    }

    /** SQLite names aliases in place of tables; ordered by an index and limited is no scan of a table. */
    private static boolean isScan(String plan, String table) {
        return plan.contains("PUBLIC." + table.toUpperCase(Locale.ROOT) + ".tableScan")
                || Pattern.compile("Seq Scan on " + table + "\\b").matcher(plan).find()
                || Pattern.compile("(?m)^SCAN (" + table + "|[a-z])$")
                        .matcher(plan)
                        .find();
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
