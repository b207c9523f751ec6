package org.dhpbridge.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.dhpbridge.ledger.Postgres;
import org.dhpbridge.source.RawMessage;
import org.dhpbridge.source.SourceItem;
import org.dhpbridge.source.SourceProblem;
import org.dhpbridge.source.csv.CsvFeed;
import org.dhpbridge.source.csv.Feeds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On PostgreSQL, and on the machine's MariaDB when one answers. */
class SourceTableTest {

    record Server(String url, String user, String password) {
        Connection connect() throws SQLException {
            return DriverManager.getConnection(url, user, password);
        }

        @Override
        public String toString() {
            return url.split(":")[1];
        }
    }

    private static final Server MARIADB = new Server("jdbc:mariadb://localhost:3306/test", "root", "");
    private static final ZoneId TASHKENT = ZoneId.of("Asia/Tashkent");
    private static final CsvFeed ROWS =
            Feeds.parse("results", "columns: {id: {required: true}, value: {}, changed_at: {}}");
    private static final CsvFeed ORDERS = Feeds.parse(
            "orders", "columns: {order_id: {required: true}, id: {required: true}, value: {}}\ngroupBy: [order_id]");
    private static final Clock NOW = Clock.fixed(Instant.parse("2026-03-10T00:00:00Z"), ZoneOffset.UTC);

    private final String table = "t" + UUID.randomUUID().toString().replace("-", "");
    private Server server;

    private static Server postgres() {
        return new Server(Postgres.newDatabase(), "postgres", "postgres");
    }

    static Stream<Server> servers() {
        Server postgres = postgres();
        try (Connection there = MARIADB.connect()) {
            return there.isValid(1) ? Stream.of(postgres, MARIADB) : Stream.of(postgres);
        } catch (SQLException notThere) {
            return Stream.of(postgres);
        }
    }

    @AfterEach
    void drop() throws SQLException {
        if (server != null) {
            run("DROP TABLE IF EXISTS " + table);
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void rowsOfTheSameTimeAndRowsThatWereCommittedLateAreReadAndNoneBecomesTwoMessages(Server server) throws Exception {
        timed(server);
        Set<String> known = new HashSet<>();
        insert(1, "2026-03-01 12:00:00.000001");
        insert(2, "2026-03-01 12:00:00.000001");
        String reached;
        try (SourceTable source = timedSource(">", "10m")) {
            Read first = read(source, Optional.empty());
            assertThat(first.news(known)).hasSize(2);
            reached = first.reached.orElseThrow();
        }
        insert(3, "2026-03-01 12:00:00.000001");
        insert(4, "2026-03-01 11:50:01");
        insert(5, "2026-03-01 11:40:00");
        insert(6, "2026-03-01 12:00:01");
        try (SourceTable again = timedSource(">", "10m")) {
            Read second = read(again, Optional.of(reached));
            assertThat(second.news(known))
                    .as("the same time, late but within the overlap, later")
                    .hasSize(3)
                    .anyMatch(text -> text.contains("\"id\":\"3\""))
                    .anyMatch(text -> text.contains("\"id\":\"4\""))
                    .anyMatch(text -> text.contains("\"id\":\"6\""));
            Read third = read(again, second.reached);
            assertThat(third.news(known)).isEmpty();
            assertThat(third.reached).as("nothing to remember").isEmpty();
            run("UPDATE " + table + " SET value = 'B', changed_at = '2026-03-01 12:30:00' WHERE id = 1");
            assertThat(read(again, second.reached).news(known)).hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void withoutOverlapRowsOfTheSameTimeAreStillRead(Server server) throws Exception {
        timed(server);
        Set<String> known = new HashSet<>();
        insert(1, "2026-03-01 12:00:00");
        try (SourceTable source = timedSource(">", "0s")) {
            Read first = read(source, Optional.empty());
            first.news(known);
            insert(2, "2026-03-01 12:00:00");
            assertThat(read(source, first.reached).news(known)).hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void aRowFromTheFutureHidesNothing(Server server) throws Exception {
        timed(server);
        Set<String> known = new HashSet<>();
        insert(1, "2199-01-01 00:00:00");
        try (SourceTable source = timedSource(">=", "")) {
            Read first = read(source, Optional.empty());
            assertThat(first.news(known)).hasSize(1);
            insert(2, "2026-03-10 05:00:00");
            assertThat(read(source, first.reached).news(known)).hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void aNumberCanBeTheWatermark(Server server) throws Exception {
        timed(server);
        Set<String> known = new HashSet<>();
        String rows = IntStream.rangeClosed(1, 1200)
                .mapToObj(id -> "(" + id + ", 'Karimov', '2026-03-01 12:00:00')")
                .collect(Collectors.joining(", "));
        run("INSERT INTO " + table + " (id, value, changed_at) VALUES " + rows);
        try (SourceTable source = numbered("5")) {
            Read first = read(source, Optional.empty());
            assertThat(first.news(known)).hasSize(1200);
            assertThat(first.reached).hasValue("1200");
            run("DELETE FROM " + table + " WHERE id = 1199");
            insert(1201, "2026-03-01 12:00:00");
            Read second = read(source, first.reached);
            assertThat(second.texts).as("1195 to 1201 without 1199").hasSize(6);
            assertThat(second.news(known)).hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void rowsAreMarkedAfterTheirMessagesAreKeptAndUnmarkedOnesAreNews(Server server) throws Exception {
        outbox(server);
        Set<String> known = new HashSet<>();
        run("INSERT INTO " + table + " (id, order_id, value) VALUES (1, 'A', 'x'), (2, 'A', 'y'), (3, 'B', 'z')");
        try (SourceTable source = marked("WHERE taken = 0 ORDER BY order_id, id")) {
            Read first = read(source, Optional.empty(), false);
            assertThat(first.news(known)).hasSize(2).first().asString().contains("\"value\":\"x\"", "\"value\":\"y\"");
            assertThat(count("taken = 1"))
                    .as("nothing is marked before the ledger has it")
                    .isZero();
            Read again = read(source, Optional.empty());
            assertThat(again.news(known))
                    .as("the bridge died before it could mark: known")
                    .isEmpty();
            assertThat(count("taken = 1")).isEqualTo(3);
            assertThat(read(source, again.reached).texts).isEmpty();

            run("UPDATE " + table + " SET taken = 0 WHERE order_id = 'B'");
            assertThat(read(source, again.reached).news(known))
                    .as("somebody wants it again")
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void manyRowsAreTakenInPortionsAndNoOrderIsCutInTwo(Server server) throws Exception {
        outbox(server);
        List<String> rows = new ArrayList<>();
        for (int id = 0; id < 7001; id++) {
            rows.add("(" + id + ", 'O" + String.format("%04d", id / 7) + "', 'v')");
        }
        run("INSERT INTO " + table + " (id, order_id, value) VALUES " + String.join(",", rows));
        try (SourceTable source = marked("WHERE taken = 0 ORDER BY order_id, id")) {
            Set<String> known = new HashSet<>();
            Read first = read(source, Optional.empty());
            assertThat(first.more).isTrue();
            assertThat(count("taken = 1")).isEqualTo(first.texts.size() * 7L).isLessThan(7001);
            Read second = read(source, first.reached);
            assertThat(second.more).isFalse();
            assertThat(count("taken = 0")).isZero();
            List<String> all = new ArrayList<>(first.news(known));
            all.addAll(second.news(known));
            assertThat(all).hasSize(1001);
            assertThat(all.subList(0, 1000)).allMatch(text -> text.split("_row").length == 8);
        }
    }

    @Test
    void rowsThatTheMarkDoesNotReachAreTakenOnceAndTold() throws Exception {
        outbox(postgres());
        run("ALTER TABLE " + table + " DROP CONSTRAINT " + table + "_pkey, ALTER id DROP NOT NULL");
        run("INSERT INTO " + table + " (id, order_id, value) VALUES (1, 'A', 'a'), (NULL, 'A', 'lost'), (2, 'B', 'b')");
        Set<String> known = new HashSet<>();
        Optional<String> reached;
        try (SourceTable source = marked("WHERE taken = 0 ORDER BY order_id, id")) {
            Read first = read(source, Optional.empty());
            assertThat(first.news(known)).hasSize(2);
            assertThat(first.remark).as("it may have been marked before").isEmpty();
            run("INSERT INTO " + table + " (id, order_id, value) VALUES (3, 'C', 'c')");
            Read second = read(source, first.reached);
            assertThat(second.news(known))
                    .as("half of order A is another message")
                    .hasSize(2);
            run("INSERT INTO " + table + " (id, order_id, value) VALUES (4, 'D', 'd')");
            Read third = read(source, second.reached);
            assertThat(third.news(known)).singleElement().asString().contains("\"D\"");
            assertThat(third.remark)
                    .hasValueSatisfying(sentence ->
                            assertThat(sentence).contains("row 1 (id is NULL)").doesNotContain("lost"));
            run("INSERT INTO " + table + " (id, order_id, value) VALUES (5, 'E', 'e')");
            Read fourth = read(source, third.reached);
            assertThat(fourth.news(known)).hasSize(1);
            assertThat(fourth.remark).as("told once").isEmpty();
            reached = fourth.reached;
        }
        try (SourceTable restarted = marked("WHERE taken = 0 ORDER BY order_id, id")) {
            run("INSERT INTO " + table + " (id, order_id, value) VALUES (6, 'F', 'f')");
            Read fifth = read(restarted, reached);
            assertThat(fifth.news(known)).hasSize(1);
            run("UPDATE " + table + " SET taken = 1 WHERE id IS NULL");
            Read sixth = read(restarted, fifth.reached);
            assertThat(sixth.texts).isEmpty();
            run("UPDATE " + table + " SET taken = 0 WHERE id IS NULL");
            assertThat(read(restarted, sixth.reached).news(known))
                    .as("somebody wants it again")
                    .hasSize(1);
        }
    }

    @Test
    void rowsThatWereMarkedBeforeAreNotHeldForUnreached() throws Exception {
        outbox(postgres());
        Set<String> known = new HashSet<>();
        String wholeGroups =
                "WHERE order_id IN (SELECT order_id FROM " + table + " WHERE taken = 0) ORDER BY order_id, id";
        try (SourceTable source = marked(wholeGroups)) {
            run("INSERT INTO " + table + " (id, order_id, value) VALUES (1, 'A', 'x')");
            Read first = read(source, Optional.empty());
            run("INSERT INTO " + table + " (id, order_id, value) VALUES (2, 'A', 'y')");
            Read second = read(source, first.reached);
            run("INSERT INTO " + table + " (id, order_id, value) VALUES (3, 'A', 'z')");
            Read third = read(source, second.reached);
            assertThat(first.news(known)).hasSize(1);
            assertThat(second.news(known)).hasSize(1);
            assertThat(third.news(known)).singleElement().asString().contains("\"x\"", "\"y\"", "\"z\"");
            assertThat(third.remark).isEmpty();
        }
    }

    @Test
    void whatIsTakenOfALargePortionIsMarkedAndNothingElseIs() throws Exception {
        outbox(postgres());
        run("ALTER TABLE " + table + " ALTER value TYPE TEXT");
        run("INSERT INTO " + table + " (id, order_id, value) VALUES (1, 'A', 'a'), (2, 'B', repeat('x', 17000000)),"
                + " (3, 'B', repeat('x', 17000000)), (4, NULL, 'alone'), (5, 'C', 'c'), (6, 'C', 'c')");
        try (SourceTable source = marked("WHERE taken = 0 ORDER BY id")) {
            Read first = read(source, Optional.empty());
            assertThat(first.more).isTrue();
            assertThat(first.keys).as("A, B in two parts, and the one alone").hasSize(4);
            assertThat(count("taken = 1 AND id <= 4")).isEqualTo(4);
            assertThat(count("taken = 1")).isEqualTo(4);
            assertThat(read(source, first.reached).texts)
                    .singleElement()
                    .asString()
                    .contains("\"C\"");
        }
    }

    @Test
    void anUnreadableRowOfTheNextPortionWaitsForIt() throws Exception {
        outbox(postgres());
        run("INSERT INTO " + table + " (id, order_id) SELECT n, 'O' || n FROM generate_series(1, 5002) n");
        run("UPDATE " + table + " SET value = 'bad' WHERE id = 5001");
        try (SourceTable source = marked("WHERE taken = 0 ORDER BY id");
                HikariDataSource database = new HikariDataSource()) {
            database.setJdbcUrl(server.url);
            database.setUsername(server.user);
            database.setPassword(server.password);
            database.setAutoCommit(false);
            MarkedRead first = marked(database, source, Marks.parse("0"));
            List<String> places = places(first);
            assertThat(places).hasSize(5000).doesNotContain("row 5001");
            first.commit();
            assertThat(count("taken = 1")).isEqualTo(5000);
            MarkedRead second = marked(database, source, Marks.parse("1"));
            assertThat(places(second)).containsExactly("row 2", "row 1");
            second.commit();
            assertThat(count("taken = 0")).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void whatIsWrongIsSaidWithWhatToDoAndWithoutValues(Server server) throws Exception {
        timed(server);
        insert(1, "2026-03-01 12:00:00");
        String query = "SELECT id, value, changed_at FROM " + table + " WHERE changed_at >= :watermark";
        assertThat(sentence(query.replace("value", "valeu"), s -> s)).contains("not understood", "valeu");
        assertThat(sentence(query.replace(table, "nowhere"), s -> s)).contains("nowhere");
        assertThat(sentence(query.replace("id,", ""), s -> s)).contains("has no column id");
        assertThat(sentence(query.replace(", changed_at FROM", " FROM"), s -> s))
                .contains("has no column changed_at", "parameter watermark");
        assertThat(sentence("SELECT id, value, changed_at FROM " + table, s -> s))
                .contains(":watermark");
        assertThat(sentence(query, url -> url.replaceFirst("localhost:\\d+", "localhost:1")))
                .contains("cannot be reached");
        assertThat(sentence(query.replace("id,", "CAST(value AS DECIMAL(5, 2)) AS id,"), s -> s))
                .as("PostgreSQL refuses and quotes the value, MariaDB makes 0 of it")
                .doesNotContain("invalid input");
    }

    @ParameterizedTest
    @ValueSource(strings = {"42000", "42501", "08000"})
    void valuesThatADriverWroteIntoAStatementAreNotQuoted(String state) {
        SQLException near = new SQLException("You have an error near 'WHER id = 'PINFL-30101900000011''", state, 1064);

        assertThat(SqlSentences.failureWithValues("The statement done", near))
                .hasMessageContaining("SQLSTATE " + state)
                .hasMessageEndingWith(".")
                .hasMessageNotContaining("3010190");
    }

    @ParameterizedTest
    @MethodSource("servers")
    void aWrongMarkIsToldWithoutTheRow(Server server) throws Exception {
        outbox(server);
        run("INSERT INTO " + table + " (id, order_id, value) VALUES (1, 'A', 'Karimov')");
        TableSettings right = settings("", "SELECT id, order_id, value FROM " + table, "", "", "", "");
        try (SourceTable source = new SourceTable(
                new TableSettings(
                        right.name(),
                        server.url,
                        server.user,
                        server.password,
                        right.query(),
                        ORDERS,
                        "",
                        "",
                        "",
                        "UPDATE " + table + " SET taken = 1 WHER value = :value",
                        TASHKENT),
                NOW)) {
            assertThatThrownBy(() -> read(source, Optional.empty()))
                    .hasMessageContaining("The statement done (the rows are in the ledger) is not understood")
                    .hasMessageNotContaining("Karimov");
        }
    }

    @Test
    void settingsThatCannotBe() {
        server = null;
        assertThatThrownBy(
                        () -> new SourceTable(settings("jdbc:oracle:thin:@//h/x", "SELECT 1", "a", "0", "", ""), NOW))
                .isInstanceOf(SourceDatabaseException.class)
                .hasMessageContaining(":watermark");
        String query = "SELECT id FROM t WHERE id > :watermark";
        assertThatThrownBy(() -> new SourceTable(settings("jdbc:oracle:thin:@//h/x", query, "id", "0", "", ""), NOW))
                .hasMessageContaining("No JDBC driver")
                .hasMessageContaining("docs/tables.md");
        assertThatThrownBy(() -> new SourceTable(settings("jdbc:h2:mem:", query, "id", "soon", "", ""), NOW))
                .hasMessageContaining("start");
        assertThatThrownBy(() -> new SourceTable(settings("jdbc:h2:mem:", query, "id", "0", "10m", ""), NOW))
                .hasMessageContaining("overlap");
        assertThatThrownBy(() -> new SourceTable(settings("jdbc:h2:mem:", query, "id", "2026-01-01", "10", ""), NOW))
                .hasMessageContaining("with its unit");
        assertThatThrownBy(() -> new SourceTable(settings("jdbc:h2:mem:", query, "", "", "", ""), NOW))
                .hasMessageContaining("either by a watermark or by marks");
        assertThatThrownBy(() -> new SourceTable(
                        settings("jdbc:h2:mem:", "SELECT id FROM t", "", "", "", "UPDATE t SET taken = 1"), NOW))
                .hasMessageContaining("would mark all rows");
    }

    private String sentence(String query, UnaryOperator<String> url) {
        try (SourceTable source = new SourceTable(
                new TableSettings(
                        "q.sql",
                        url.apply(server.url),
                        server.user,
                        server.password,
                        query,
                        ROWS,
                        "changed_at",
                        "2020-01-01",
                        "",
                        "",
                        TASHKENT),
                NOW)) {
            return read(source, Optional.empty()).texts.toString();
        } catch (SourceDatabaseException e) {
            return e.getMessage();
        }
    }

    private static TableSettings settings(
            String url, String query, String watermark, String start, String overlap, String done) {
        return new TableSettings("q.sql", url, "", "", query, ROWS, watermark, start, overlap, done, TASHKENT);
    }

    @ParameterizedTest
    @MethodSource("servers")
    void aDatabaseThatSaysNothingForLongIsGivenUpUnlessTheUrlSetsATimeLimit(Server server) {
        String sleep = server == MARIADB ? "SLEEP(1)" : "pg_sleep(1)";
        String minute = server == MARIADB ? "socketTimeout=60000" : "socketTimeout=60";

        assertThatThrownBy(() -> sleeping(server, "", sleep))
                .isInstanceOf(SourceDatabaseException.class)
                .hasMessageContaining("cannot be reached");
        assertThat(sleeping(server, "?" + minute, sleep)).hasSize(1);
    }

    private List<String> sleeping(Server server, String parameters, String sleep) {
        String query = "SELECT id, changed_at, value FROM (SELECT 1 AS id, NOW() AS changed_at, CAST(" + sleep
                + " AS CHAR) AS value) q WHERE changed_at >= :watermark";
        TableSettings settings = new TableSettings(
                "q.sql",
                server.url + parameters,
                server.user,
                server.password,
                query,
                ROWS,
                "changed_at",
                "2020-01-01T00:00:00",
                "",
                "",
                TASHKENT);
        try (SourceTable source = new SourceTable(settings, NOW, Duration.ofMillis(300))) {
            return read(source, Optional.empty()).texts;
        }
    }

    private record Read(
            List<String> keys, List<String> texts, Optional<String> reached, boolean more, Optional<String> remark) {
        List<String> news(Set<String> known) {
            List<String> news = new ArrayList<>();
            for (int i = 0; i < keys.size(); i++) {
                if (known.add(keys.get(i))) {
                    news.add(texts.get(i));
                }
            }
            return news;
        }
    }

    private static Read read(SourceTable source, Optional<String> reached) {
        return read(source, reached, true);
    }

    private static Read read(SourceTable source, Optional<String> reached, boolean commits) {
        List<String> keys = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        try (TableRead read = source.read(reached)) {
            while (read.hasNext()) {
                SourceItem item = read.next();
                RawMessage raw = item instanceof SourceProblem problem ? problem.raw() : (RawMessage) item;
                keys.add(raw.key());
                texts.add(new String(raw.payload(), StandardCharsets.UTF_8));
            }
            Optional<String> state = commits ? read.commit() : Optional.empty();
            return new Read(keys, texts, state, read.hasMore(), read.remark());
        }
    }

    private static MarkedRead marked(DataSource database, SourceTable source, Marks before) {
        TableSettings settings = source.settings();
        return new MarkedRead(
                breaking(DataSource.class, database),
                settings,
                NamedSql.parse(settings.query()),
                NamedSql.parse(settings.done()),
                before,
                after -> {});
    }

    private static List<String> places(MarkedRead read) {
        List<String> places = new ArrayList<>();
        read.forEachRemaining(item -> places.add(
                item instanceof SourceProblem problem ? problem.raw().location() : ((RawMessage) item).location()));
        return places;
    }

    /** A database whose driver does not hand over the text "bad". */
    private static <T> T breaking(Class<T> type, Object target) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader() == null ? SourceTableTest.class.getClassLoader() : type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> {
                    Object result = method.invoke(target, arguments);
                    if (method.getName().equals("getString") && "bad".equals(result)) {
                        throw new SQLException("cannot be converted", "22000");
                    }
                    Class<?> returned = method.getReturnType();
                    return returned.isInterface() && returned.getPackageName().equals("java.sql")
                            ? breaking(returned, result)
                            : result;
                }));
    }

    private SourceTable timedSource(String comparison, String overlap) {
        return new SourceTable(
                new TableSettings(
                        "q.sql",
                        server.url,
                        server.user,
                        server.password,
                        "SELECT id, value, changed_at FROM " + table + " WHERE changed_at " + comparison
                                + " :watermark -- not :this\n;",
                        ROWS,
                        "changed_at",
                        "1970-01-02T00:00:00",
                        overlap,
                        "",
                        TASHKENT),
                NOW);
    }

    private SourceTable numbered(String overlap) {
        return new SourceTable(
                new TableSettings(
                        "q.sql",
                        server.url,
                        server.user,
                        server.password,
                        "SELECT id, value FROM " + table + " WHERE id >= :watermark ORDER BY id",
                        ROWS,
                        "ID",
                        "0",
                        overlap,
                        "",
                        TASHKENT),
                NOW);
    }

    private SourceTable marked(String where) {
        return new SourceTable(
                new TableSettings(
                        "q.sql",
                        server.url,
                        server.user,
                        server.password,
                        "SELECT id, order_id, value FROM " + table + " " + where,
                        ORDERS,
                        "",
                        "",
                        "",
                        "UPDATE " + table + " SET taken = 1 WHERE id = :id AND taken = 0",
                        TASHKENT),
                NOW);
    }

    private void timed(Server server) throws SQLException {
        this.server = server;
        run("CREATE TABLE " + table + " (id INT PRIMARY KEY, value VARCHAR(100), changed_at "
                + (server == MARIADB ? "DATETIME(6)" : "TIMESTAMP(6)") + ")");
    }

    private void outbox(Server server) throws SQLException {
        this.server = server;
        run("CREATE TABLE " + table
                + " (id INT PRIMARY KEY, order_id VARCHAR(20), value VARCHAR(100), taken INT DEFAULT 0)");
    }

    private void insert(int id, String changedAt) throws SQLException {
        run("INSERT INTO " + table + " (id, value, changed_at) VALUES (" + id + ", 'Karimov', '" + changedAt + "')");
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long count(String where) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                var result = statement.executeQuery("SELECT COUNT(*) FROM " + table + " WHERE " + where)) {
            result.next();
            return result.getLong(1);
        }
    }
}
