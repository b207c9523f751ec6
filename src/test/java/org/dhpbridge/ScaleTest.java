package org.dhpbridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.dhpbridge.ledger.Postgres;
import org.dhpbridge.sandbox.Sandbox;
import org.dhpbridge.sandbox.Sandboxes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two and three bridges on one PostgreSQL under a load that does not stop: one is killed, its place is taken, another is
 * stopped as an update does. Whoever sends waits for the answer and sends again elsewhere when there is none.
 */
class ScaleTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ROWS = 150;
    private static final int PEOPLE = 12;
    private static final String TOKEN = "let-me-in";
    private static final Duration LONGEST = Duration.ofMinutes(3);

    /** A bridge and the port on which it takes messages. */
    private record Replica(BridgeProcess process, Path home, URI messages) {}

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Replica> all = new ArrayList<>();
    private final List<Replica> serving = new CopyOnWriteArrayList<>();
    private final AtomicBoolean feeding = new AtomicBoolean(true);
    private final String database = Postgres.newDatabase();
    private Sandbox sandbox;
    private int started;

    @Test
    void aKillAndAnUpdateUnderLoadLoseNothingDoubleNothingAndKeepTheOrder() throws Exception {
        ExecutorService sender = Executors.newSingleThreadExecutor();
        sandbox = Sandboxes.start(Map.of("strict", false));
        try {
            Replica one = start();
            Replica other = start();
            awaitServing(one);
            awaitServing(other);
            dropRows("1.csv", 1);
            Future<Map<String, Integer>> sent = sender.submit(this::feed);
            awaitDelivered(one, ROWS / 6);
            awaitRead("1.csv");

            Replica reader = one.home().endsWith(reader()) ? one : other;
            Replica second = reader == one ? other : one;
            serving.remove(reader);
            reader.process().kill();
            long killed = System.nanoTime();
            System.out.printf(
                    "killed with %d subjects in work%n",
                    number("SELECT count(*) FROM lane WHERE claimed_by = '"
                            + reader.home().getFileName() + "'"));
            long newest = JSON.readTree(second.process().get("/api/messages?limit=1"))
                    .at("/0/id")
                    .asLong();
            dropRows("2.csv", ROWS + 1);
            Replica third = start();
            Replica fourth = start();
            awaitRead("2.csv");
            System.out.printf("the folder is read by another bridge after %d s%n", secondsSince(killed));
            Awaitility.await("the claims of the killed bridge are taken over")
                    .atMost(LONGEST)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> number("SELECT count(*) FROM lane WHERE claimed_by = '"
                                    + reader.home().getFileName() + "'")
                            == 0);
            System.out.printf("its claims are taken over after %d s%n", secondsSince(killed));
            awaitServing(third);
            awaitServing(fourth);
            serving.remove(second);
            second.process().stop();

            Awaitility.await("what the killed bridge had in work is ended by others")
                    .atMost(LONGEST)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> oldestDue(third) > newest);
            System.out.printf("what was received before the kill is ended after %d s%n", secondsSince(killed));

            feeding.set(false);
            Map<String, Integer> updates = sent.get();
            int expected = 2 * ROWS
                    + updates.values().stream().mapToInt(Integer::intValue).sum();
            Awaitility.await("everything has ended")
                    .atMost(LONGEST)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> state(third, "due") == 0 && state(third, "delivered") >= expected);
            assertThat(state(third, "delivered")).isEqualTo(expected);
            assertThat(state(third, "dead")).isZero();
            assertThat(state(third, "superseded"))
                    .as("in the order in which they came")
                    .isZero();
            assertThat(updates.values()).allMatch(count -> count > 0);
            assertOnThePlatform(updates);
            assertThat(reads("1.csv")).as("reads of 1.csv").isOne();
            assertThat(reads("2.csv")).as("reads of 2.csv").isOne();
            assertReadableLog(third.home());
            aLedgerThatCannotBeWrittenTakesTheBridgeOutOfService(third.process());
        } finally {
            feeding.set(false);
            sender.shutdownNow();
            all.forEach(replica -> replica.process().close());
            sandbox.close();
        }
    }

    /** Each patient once, in its newest form, and written as often as it changed. */
    private void assertOnThePlatform(Map<String, Integer> updates) throws Exception {
        assertThat(patients()).isEqualTo(2 * ROWS + updates.size());
        for (Map.Entry<String, Integer> person : updates.entrySet()) {
            JsonNode found = fhir("/Patient?family=" + family(person.getKey()));
            assertThat(found.path("entry")).as(person.getKey()).hasSize(1);
            JsonNode patient = found.at("/entry/0/resource");
            assertThat(patient.at("/telecom/0/value").asText().replaceAll("\\D", ""))
                    .endsWith(phone(person.getValue()).substring(1));
            assertThat(patient.at("/meta/versionId").asInt()).isEqualTo(person.getValue());
        }
    }

    private void assertReadableLog(Path home) throws IOException {
        List<JsonNode> delivered = log(home).stream()
                .filter(line -> line.path("message").asText().startsWith("delivered"))
                .toList();
        assertThat(delivered).isNotEmpty();
        assertThat(delivered).allSatisfy(line -> {
            assertThat(line.at("/service/name").asText()).isEqualTo("dhp-bridge");
            assertThat(line.at("/service/node/name").asText()).startsWith("bridge-");
            assertThat(line.at("/trace/id").asText()).matches("[0-9a-f]{32}");
            assertThat(line.at("/dhp/message").asText()).matches("\\d+");
        });
    }

    /** One JSON object a line, but for the last one of a bridge that was killed while it wrote. */
    private static List<JsonNode> log(Path home) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(home.resolve("bridge.log"))) {
            assertThat(line).startsWith("{");
            if (line.endsWith("}")) {
                lines.add(JSON.readTree(line));
            }
        }
        return lines;
    }

    /** How often a bridge has taken a file in, by the logs of all. */
    private long reads(String file) throws IOException {
        long reads = 0;
        for (int number = 1; number <= started; number++) {
            reads += log(folder.resolve("bridge-" + number)).stream()
                    .map(line -> line.path("message").asText())
                    .filter(text -> text.startsWith("received ") && text.contains(" " + file + ":"))
                    .count();
        }
        return reads;
    }

    /** The name of the bridge that reads the folder. */
    private String reader() throws SQLException {
        try (Connection connection = DriverManager.getConnection(database, "postgres", "postgres");
                Statement query = connection.createStatement();
                ResultSet row = query.executeQuery("SELECT holder FROM reader_lease WHERE source = 'csv-patients'")) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }

    private long number(String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database, "postgres", "postgres");
                Statement select = connection.createStatement();
                ResultSet row = select.executeQuery(query)) {
            assertThat(row.next()).isTrue();
            return row.getLong(1);
        }
    }

    private static long secondsSince(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos).toSeconds();
    }

    private void aLedgerThatCannotBeWrittenTakesTheBridgeOutOfService(BridgeProcess bridge) throws Exception {
        sql("ALTER TABLE received_key RENAME TO received_key_away");
        awaitReadiness(bridge, "DOWN");
        JsonNode readiness = JSON.readTree(bridge.get("/actuator/health/readiness"));
        assertThat(readiness.at("/components/ledger/details/text").asText()).contains("cannot be written");
        assertThat(readiness.at("/components/ledger/details/since").asText()).isNotBlank();
        JsonNode status = JSON.readTree(bridge.get("/api/status"));
        assertThat(status.path("delivery").asText()).isEqualTo("ledger");
        assertThat(JSON.readTree(bridge.get("/actuator/health/liveness"))
                        .path("status")
                        .asText())
                .isEqualTo("UP");
        sql("ALTER TABLE received_key_away RENAME TO received_key");
        awaitReadiness(bridge, "UP");
    }

    private static void awaitReadiness(BridgeProcess bridge, String status) {
        Awaitility.await("readiness " + status)
                .atMost(LONGEST)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> JSON.readTree(bridge.get("/actuator/health/readiness"))
                        .path("status")
                        .asText()
                        .equals(status));
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database, "postgres", "postgres");
                Statement run = connection.createStatement()) {
            run.execute(statement);
        }
    }

    private Replica start() throws IOException {
        String name = "bridge-" + ++started;
        Path home = Files.createDirectories(folder.resolve(name));
        Files.createSymbolicLink(home.resolve("inbound"), Files.createDirectories(folder.resolve("shared")));
        int port = FreePort.find();
        SourceFile.write(home, "web", "http-post", "port=" + port, "token=" + TOKEN, "format=csv", "feed=patients");
        BridgeProcess process = BridgeProcess.start(
                home,
                sandbox.fhirBase(),
                sandbox.tokenUri(),
                "--dhp.ledger.url=" + database,
                "--dhp.ledger.username=postgres",
                "--dhp.ledger.password=postgres",
                "--dhp.ledger.bridge=" + name,
                "--logging.config=src/test/resources/logback-structured.xml",
                "--logging.structured.format.console=ecs");
        Replica replica = new Replica(process, home, URI.create("http://localhost:" + port + "/messages"));
        all.add(replica);
        return replica;
    }

    private void awaitServing(Replica replica) {
        Awaitility.await(replica.home() + " serves")
                .atMost(LONGEST)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> replica.process().get("/actuator/health/readiness").contains("\"UP\""));
        serving.add(replica);
    }

    /** Into the folder that all bridges share. */
    private void dropRows(String file, int from) throws IOException {
        StringBuilder csv = new StringBuilder("patient_id,family,given,gender,birth_date\n");
        for (int row = from; row < from + ROWS; row++) {
            csv.append("K%d,Familiya%d,Ism,M,1980-01-%02d\n".formatted(row, row, row % 28 + 1));
        }
        Path inbound = Files.createDirectories(folder.resolve("shared/csv/patients"));
        Path part = Files.writeString(inbound.resolve(file + ".part"), csv);
        Files.move(part, inbound.resolve(file), StandardCopyOption.ATOMIC_MOVE);
    }

    private void awaitRead(String file) {
        Awaitility.await(file + " is read")
                .atMost(LONGEST)
                .pollInterval(Duration.ofMillis(200))
                .until(() ->
                        Files.exists(folder.resolve("shared/csv/patients/.done").resolve(file)));
    }

    /** @return how often each person was told, and with that the last phone number */
    private Map<String, Integer> feed() throws InterruptedException {
        Map<String, Integer> told = new TreeMap<>();
        for (int message = 0; feeding.get() || told.size() < PEOPLE; message++) {
            String person = "W" + (char) ('A' + message % PEOPLE);
            int update = told.getOrDefault(person, 0) + 1;
            String body = "patient_id,family,given,gender,birth_date,mobile,updated_at\n%s,%s,Ism,F,1970-01-01,%s,%s\n"
                    .formatted(
                            person,
                            family(person),
                            phone(update),
                            "2026-01-%02d %02d:%02d:00".formatted(1 + update / 1440, update / 60 % 24, update % 60));
            for (int attempt = message; !send(someOf(attempt), body); attempt++) {
                Thread.sleep(50);
            }
            told.put(person, update);
            Thread.sleep(100);
        }
        return told;
    }

    private Replica someOf(int number) {
        List<Replica> now = List.copyOf(serving);
        return now.get(number % now.size());
    }

    private boolean send(Replica replica, String body) throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(replica.messages())
                    .timeout(Duration.ofSeconds(20))
                    .header("Authorization", "Bearer " + TOKEN)
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 202;
        } catch (IOException gone) {
            return false;
        }
    }

    private static String family(String person) {
        return "Qator" + person;
    }

    private static String phone(int update) {
        return "+99890%07d".formatted(update);
    }

    private void awaitDelivered(Replica replica, int atLeast) {
        Awaitility.await(atLeast + " delivered")
                .atMost(LONGEST)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> state(replica, "delivered") >= atLeast);
    }

    private static int state(Replica replica, String state) throws Exception {
        String summary = replica.process().get("/api/summary");
        return summary.isEmpty()
                ? -1
                : JSON.readTree(summary).at("/states/" + state).asInt();
    }

    private static long oldestDue(Replica replica) throws Exception {
        long oldest = Long.MAX_VALUE;
        for (JsonNode due : JSON.readTree(replica.process().get("/api/messages?state=due&limit=1000"))) {
            oldest = Math.min(oldest, due.path("id").asLong());
        }
        return oldest;
    }

    private int patients() throws Exception {
        URI stats = sandbox.fhirBase().resolve("/stats");
        String answer = http.send(HttpRequest.newBuilder(stats).build(), HttpResponse.BodyHandlers.ofString())
                .body();
        return JSON.readTree(answer).at("/resources/Patient").asInt();
    }

    private JsonNode fhir(String path) throws Exception {
        HttpRequest tokenRequest = HttpRequest.newBuilder(sandbox.tokenUri())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "grant_type=client_credentials&client_id=sandbox&client_secret=sandbox"))
                .build();
        String token = JSON.readTree(http.send(tokenRequest, HttpResponse.BodyHandlers.ofString())
                        .body())
                .path("access_token")
                .asText();
        HttpRequest request = HttpRequest.newBuilder(URI.create(sandbox.fhirBase() + path))
                .header("Authorization", "Bearer " + token)
                .build();
        return JSON.readTree(
                http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }
}
