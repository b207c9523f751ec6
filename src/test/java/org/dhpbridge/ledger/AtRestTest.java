package org.dhpbridge.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/** What lies in the database when keys are given, and what happens when they are changed or missing. */
class AtRestTest extends LedgerFixture {

    private static final String A = "a:" + "A".repeat(43) + "=";
    private static final String B = "b:" + "B".repeat(42) + "A=";
    private static final String OTHER_B = "b:" + "D".repeat(42) + "A=";
    private static final String OTHER_A = "a:" + "C".repeat(42) + "A=";

    private final String canary = "Kanareyka-" + UUID.randomUUID();
    private LedgerSettings settings;

    private Ledger open(String keys) {
        if (dataSource == null || dataSource.isClosed()) {
            dataSource = LedgerDatabase.open(settings);
        }
        return with(EncryptionKeys.of(withKeys(keys, null)));
    }

    private Ledger with(EncryptionKeys keys) {
        return with(dataSource, keys);
    }

    private Ledger with(HikariDataSource source, EncryptionKeys keys) {
        return new Ledger(
                source, "bridge-1", LedgerContract.LEASE, LedgerContract.LONGEST_WORK, clock, new Vault(keys));
    }

    private LedgerSettings withKeys(String keys, Path file) {
        return new LedgerSettings(
                settings.url(),
                settings.username(),
                settings.password(),
                null,
                12,
                settings.connectTimeout(),
                null,
                settings.lease(),
                settings.longestWork(),
                keys,
                file);
    }

    private NewMessage secret(String key) {
        NewMessage m = LedgerContract.message(key, key);
        byte[] payload = ("PID|1||" + canary + "-" + key).getBytes(StandardCharsets.UTF_8);
        return new NewMessage("hl7", key, m.contentType(), payload, m.location(), null, m.subjectKey(), null, null);
    }

    private Failure echoed() {
        return new Failure(
                "value",
                "push",
                "Refused.",
                new ObjectMapper().createObjectNode().put("diagnostics", canary));
    }

    /** Everything that can hold a secret: a payload, an outcome of a failed attempt, one of a dead letter, one on arrival, what was sent. */
    private void fill(Ledger ledger) {
        ledger.receive(List.of(secret("1"), secret("2"), secret("3").dead(echoed())));
        List<Claimed> claimed = ledger.claim(2);
        ledger.dead(claimed.get(0), echoed(), Result.NONE.withConversation(said()));
        ledger.retryAt(claimed.get(1), clock.instant(), echoed(), true, Result.NONE);
    }

    private String said() {
        return "[{\"sent\":\"" + canary + "\"}]";
    }

    private void assertReadable(Ledger ledger) {
        assertThat(ledger.said(1).orElseThrow().turns().path(0).path("sent").asText())
                .isEqualTo(canary);
        for (long id = 1; id <= 3; id++) {
            assertThat(ledger.payload(id).map(p -> new String(p, StandardCharsets.UTF_8)))
                    .hasValue("PID|1||" + canary + "-" + id);
            assertThat(ledger.find(id)
                            .orElseThrow()
                            .failure()
                            .outcome()
                            .path("diagnostics")
                            .asText())
                    .isEqualTo(canary);
        }
        assertThat(ledger.list(MessageFilter.of())).hasSizeGreaterThanOrEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource
    void withAKeyNothingOfAMessageLiesReadableOnTheDiskAndWithoutItDoes(Kind kind) throws Exception {
        settings = settings(kind);
        Ledger ledger = open(A);
        fill(ledger);
        assertReadable(ledger);
        assertThat(filesWithTheCanary(kind)).isEmpty();

        dataSource.close();
        settings = settings(Kind.POSTGRESQL);
        fill(open((String) null));
        assertThat(filesWithTheCanary(Kind.POSTGRESQL))
                .as("the search finds what lies readable")
                .isNotEmpty();
    }

    /** The files of the database, byte by byte, with those of the write-ahead log. */
    private List<Path> filesWithTheCanary(Kind kind) throws IOException {
        if (kind != Kind.POSTGRESQL) {
            dataSource.close();
            return filesWithTheCanary(folder);
        }
        JdbcTemplate jdbc = raw();
        jdbc.execute("CHECKPOINT");
        Path data = Path.of(jdbc.queryForObject("SHOW data_directory", String.class));
        String database =
                jdbc.queryForObject("SELECT oid FROM pg_database WHERE datname = current_database()", String.class);
        return Stream.concat(
                        filesWithTheCanary(data.resolve("base").resolve(database)).stream(),
                        filesWithTheCanary(data.resolve("pg_wal")).stream())
                .toList();
    }

    private List<Path> filesWithTheCanary(Path below) throws IOException {
        try (Stream<Path> files = Files.walk(below)) {
            List<Path> all = files.filter(Files::isRegularFile).toList();
            assertThat(all).isNotEmpty();
            return all.stream().filter(this::holdsTheCanary).toList();
        }
    }

    private boolean holdsTheCanary(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(canary);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLedgerFromBeforeTheFirstKeyStaysReadableAndIsEncryptedStepByStep(Kind kind) {
        settings = settings(kind);
        fill(open((String) null));

        Ledger ledger = open(A);
        assertReadable(ledger);
        assertThat(ledger.encryptMore()).isFalse();
        ledger.endEncryption();

        assertReadable(ledger);
        JdbcTemplate jdbc = raw();
        assertThat(jdbc.queryForList("SELECT DISTINCT key_id FROM message_payload", String.class))
                .containsExactly("a");
        assertThat(jdbc.queryForList("SELECT DISTINCT error_outcome_key FROM message", String.class))
                .containsExactly("a");
    }

    @ParameterizedTest
    @EnumSource
    void withoutItsKeyOrWithAWrongOneTheLedgerIsNotOpened(Kind kind) {
        settings = settings(kind);
        fill(open(A));

        assertThatThrownBy(() -> open((String) null))
                .isInstanceOf(LedgerUnavailableException.class)
                .hasMessage("The ledger is encrypted, and its key 'a' was not given.");
        assertThatThrownBy(() -> open(B))
                .isInstanceOf(LedgerUnavailableException.class)
                .hasMessage("The ledger is encrypted, and its key 'a' is not among those that were given (b).");
        assertThatThrownBy(() -> open(OTHER_A))
                .isInstanceOf(LedgerUnavailableException.class)
                .hasMessage("The key 'a' that was given is not the one that the ledger is encrypted with.");
        assertReadable(open(A));
    }

    @ParameterizedTest
    @EnumSource
    void aNewKeyTakesOverAndTheOldOneIsNeededUntilNothingUsesItAnyMore(Kind kind) {
        settings = settings(kind);
        fill(open(A));
        Ledger ledger = open(A + "," + B);
        ledger.receive(List.of(secret("4")));
        assertReadable(ledger);
        assertThatThrownBy(() -> open(B)).isInstanceOf(LedgerUnavailableException.class);

        while (ledger.encryptMore()) {}
        assertThat(ledger.endEncryption()).containsExactly("a");

        assertReadable(open(B));
        assertThat(open(B).payload(4)).isPresent();
    }

    @ParameterizedTest
    @EnumSource
    void aLargeLedgerIsEncryptedInManySteps(Kind kind) {
        settings = settings(kind);
        open((String) null)
                .receive(IntStream.range(0, 1200).mapToObj(i -> secret("m" + i)).toList());
        Ledger ledger = open(A);
        int steps = 1;
        while (ledger.encryptMore()) {
            steps++;
        }
        assertThat(steps).isEqualTo(3);
        assertThat(raw().queryForObject("SELECT count(*) FROM message_payload WHERE key_id IS NULL", Long.class))
                .isZero();
    }

    @ParameterizedTest
    @EnumSource
    void oneDamagedRowHoldsBackNoOtherFromTheNewKey(Kind kind) {
        settings = settings(kind);
        fill(open(A));
        JdbcTemplate jdbc = raw();
        jdbc.update("UPDATE message_payload SET content = ? WHERE message_id = 1", new byte[] {1, 2, 3});
        jdbc.update("UPDATE message SET error_outcome = 'no Base64!' WHERE id = 2");
        Ledger ledger = open(A + "," + B);

        assertThat(ledger.encryptMore()).isFalse();

        assertThat(ledger.endEncryption()).as("needed by what was damaged").isEmpty();
        assertThat(jdbc.queryForList("SELECT message_id FROM message_payload WHERE key_id = 'a'", Long.class))
                .containsExactly(1L);
        assertThat(jdbc.queryForList("SELECT id FROM message WHERE error_outcome_key = 'a'", Long.class))
                .containsExactly(2L);
        assertThat(ledger.list(MessageFilter.of())).hasSize(3);
        assertThat(ledger.payload(3)).isPresent();
    }

    @ParameterizedTest
    @EnumSource
    void aPayloadThatWasMovedToAnotherMessageOrChangedDoesNotOpen(Kind kind) {
        settings = settings(kind);
        Ledger ledger = open(A);
        fill(ledger);
        JdbcTemplate jdbc = raw();
        jdbc.update(
                "UPDATE message_payload SET content = (SELECT content FROM message_payload WHERE message_id = 1) WHERE"
                        + " message_id = 2");
        jdbc.update("UPDATE message_payload SET content = ? WHERE message_id = 3", new byte[] {1, 2, 3});

        assertThat(ledger.payload(1)).isPresent();
        for (long id : List.of(2L, 3L)) {
            assertThatThrownBy(() -> ledger.payload(id))
                    .as("for the pipeline a fault of the ledger: the message is not dead, but due again by itself")
                    .isInstanceOf(DataAccessException.class)
                    .hasMessageContaining("damaged or moved")
                    .hasMessageNotContaining(canary);
        }
    }

    @Test
    void aKeyThatAnotherBridgeUsesAlreadyIsLookedForInTheFile() throws Exception {
        settings = settings(Kind.POSTGRESQL);
        dataSource = LedgerDatabase.open(settings);
        Path file = Files.writeString(folder.resolve("keys"), "# the ledger's keys, the newest last\n" + A + "\n");
        Ledger first = with(EncryptionKeys.of(withKeys(null, file)));
        Ledger unaware = with(EncryptionKeys.of(withKeys(A, null)));
        Files.writeString(file, A + "\n" + B + "\n");
        Ledger second = with(EncryptionKeys.of(withKeys(null, file)));

        second.receive(List.of(secret("1"), secret("2").dead(echoed())));

        assertThat(first.payload(1)).isPresent();
        assertThat(first.find(2).orElseThrow().failure().outcome()).isNotNull();
        assertThat(unaware.list(MessageFilter.of()))
                .as("one that does not open hides no other")
                .hasSize(2);
        assertThat(unaware.find(2).orElseThrow().failure().outcome()).isNull();
        assertThatThrownBy(() -> unaware.payload(1))
                .isInstanceOf(DataAccessException.class)
                .hasMessageContaining("key 'b', which this bridge was not given");
    }

    @Test
    void aBridgeThatIsRestartedLastGoesOnWhenItsKeyIsForgotten() throws Exception {
        settings = settings(Kind.POSTGRESQL);
        Path file = Files.writeString(folder.resolve("keys"), A + "\n");
        dataSource = LedgerDatabase.open(settings);
        try (HikariDataSource other = LedgerDatabase.open(settings);
                HikariDataSource restarted = LedgerDatabase.open(settings)) {
            Ledger running = with(dataSource, EncryptionKeys.of(withKeys(null, file)));
            Ledger unaware = with(other, EncryptionKeys.of(withKeys(A, null)));
            fill(running);
            Claimed claimed = running.claim(1).get(0);
            Files.writeString(file, A + "\n" + B + "\n");
            Ledger newest = with(restarted, EncryptionKeys.of(withKeys(null, file)));
            newest.encryptMore();
            assertThat(newest.endEncryption()).containsExactly("a");

            running.retryAt(claimed, clock.instant(), echoed(), true, Result.NONE.withConversation(said()));
            running.receive(List.of(secret("4")));

            assertThat(raw().queryForList("SELECT key_id FROM encryption_key", String.class))
                    .as("it has the newer one too")
                    .containsExactly("b");
            assertThat(newest.said(claimed.id())).isPresent();

            unaware.receive(List.of(secret("5")));

            assertThat(raw().queryForList("SELECT key_id FROM encryption_key ORDER BY 1", String.class))
                    .as("what it writes stays readable: no bridge starts without its key")
                    .containsExactly("a", "b");
            long last = newest.list(MessageFilter.of()).get(0).id();
            assertThat(newest.payload(last)).map(String::new).hasValueSatisfying(text -> assertThat(text)
                    .endsWith("-5"));
        }
    }

    @Test
    void aKeyFileThatIsWrongForAWhileMakesNoMessageADeadOne() throws Exception {
        settings = settings(Kind.POSTGRESQL);
        dataSource = LedgerDatabase.open(settings);
        Path file = Files.writeString(folder.resolve("keys"), A + "\n");
        Ledger running = with(EncryptionKeys.of(withKeys(null, file)));
        with(EncryptionKeys.of(withKeys(A + "," + B, null)))
                .receive(List.of(secret("1"), secret("2").dead(echoed())));

        List<String> wrong = List.of(A + "\nb:geheim\n", A + "\n" + OTHER_B, "", B + "\n" + B, B.substring(0, 9));
        for (String keys : wrong) {
            Files.writeString(file, keys);
            assertDueAgain(running);
        }
        Files.delete(file);
        assertDueAgain(running);

        running.receive(List.of(secret("3")));
        assertThat(raw().queryForObject("SELECT key_id FROM message_payload WHERE message_id = 3", String.class))
                .as("nothing was learned from a wrong file")
                .isEqualTo("a");
        Files.writeString(file, B);
        assertThat(running.payload(1)).isPresent();
        assertThat(running.payload(3)).as("what is known stays known").isPresent();
    }

    private static void assertDueAgain(Ledger running) {
        assertThatThrownBy(() -> running.payload(1))
                .as("for the pipeline a fault of the ledger: the message is due again by itself")
                .isInstanceOf(DataAccessException.class)
                .hasMessageContaining("'b'")
                .hasMessageNotContaining("geheim");
        assertThat(running.find(2).orElseThrow().failure().outcome()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "geheim",
                "a:geheim",
                "AAAA",
                "a b:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "a:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=,a:BAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
            })
    void aSettingThatIsNoKeyIsRefusedWithoutQuotingIt(String keys) {
        settings = settings(Kind.H2);
        assertThatThrownBy(() -> EncryptionKeys.of(withKeys(keys, null)))
                .isInstanceOf(LedgerUnavailableException.class)
                .hasMessageContaining("dhp.ledger.encryption-key")
                .hasMessageNotContaining("geheim")
                .hasMessageNotContaining("AAAA");
    }

    @Test
    void aKeyIsBase64OrHexadecimalWithAnIdOrNamedAfterItself() throws Exception {
        settings = settings(Kind.H2);
        String hex = "00".repeat(32);
        EncryptionKeys plain = EncryptionKeys.of(withKeys(A.substring(2), null));
        assertThat(EncryptionKeys.of(withKeys(hex, null)).newest().id())
                .isEqualTo(plain.newest().id())
                .hasSize(8);
        assertThat(EncryptionKeys.of(withKeys(B + ", " + A, null)).newest().id())
                .isEqualTo("a");
        Path empty = Files.writeString(folder.resolve("empty"), "# none yet\n");
        assertThatThrownBy(() -> EncryptionKeys.of(withKeys(null, empty))).hasMessageContaining("no encryption key");
        assertThatThrownBy(() -> EncryptionKeys.of(withKeys(null, folder.resolve("nowhere"))))
                .hasMessageContaining("nowhere");
        assertThatThrownBy(() -> EncryptionKeys.of(withKeys(A, empty))).hasMessageContaining("Both");
    }
}
