package org.dhpbridge.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A ledger that the release before this one wrote in H2, killed while it delivered the samples: 68 messages, 26 delivered,
 * 4 dead, 1 superseded, 37 due, two of them in work.
 */
class FromH2Test {

    private static final Set<Long> IN_WORK = Set.of(26L, 38L);

    @TempDir
    Path folder;

    private Path before() throws IOException {
        Path file = folder.resolve("ledger.mv.db");
        try (InputStream packed = getClass().getResourceAsStream("/ledger/h2-version-6.mv.db.gz");
                InputStream plain = new GZIPInputStream(packed)) {
            Files.copy(plain, file);
        }
        return file;
    }

    private LedgerSettings sqlite() {
        return LedgerConfigurationTest.settings("jdbc:sqlite:" + folder.resolve("ledger.db"), null, null);
    }

    private LedgerSettings h2(String name) {
        return LedgerConfigurationTest.settings("jdbc:h2:file:" + folder.resolve(name), null, null);
    }

    private static Ledger ledger(LedgerDataSource source) {
        return new Ledger(source, "after", Duration.ofMinutes(1), Duration.ofMinutes(10), Clock.systemUTC());
    }

    /** Everything that people and workers see of a ledger, and the links as they are stored. */
    private static List<Object> all(LedgerDataSource source) {
        Ledger ledger = ledger(source);
        List<LedgerMessage> messages = ledger.list(MessageFilter.of().withLimit(1000));
        JdbcTemplate jdbc = new JdbcTemplate(source);
        Dialect dialect = source.dialect();
        return List.of(
                messages,
                messages.stream().map(message -> ledger.history(message.id())).toList(),
                messages.stream()
                        .map(message -> ledger.payload(message.id()).orElseThrow().length)
                        .toList(),
                ledger.summary(),
                ledger.unmapped(UnmappedFilter.all()),
                new TreeSet<>(jdbc.query(
                        "SELECT * FROM link",
                        (row, i) -> dialect.key(row, "link_key") + " " + row.getString("server_id") + " "
                                + row.getString("version") + " " + dialect.instant(row, "event_time") + " "
                                + row.getInt("status_rank") + " " + row.getString("owned") + " "
                                + dialect.instant(row, "saved_at"))),
                new TreeSet<>(
                        jdbc.query("SELECT source_key FROM received_key", (row, i) -> dialect.key(row, "source_key"))));
    }

    @Test
    void itIsCarriedOverWithEverythingInItOnceAndTheOldFileIsKept() throws Exception {
        Path old = before();
        byte[] bytes = Files.readAllBytes(old);
        Files.write(folder.resolve("same.mv.db"), bytes);
        List<Object> expected;
        try (LedgerDataSource same = LedgerDatabase.open(h2("same"))) {
            expected = all(same);
        }
        Files.writeString(folder.resolve("ledger.db.unfinished"), "of a start that was killed");

        try (LedgerDataSource source = LedgerDatabase.open(sqlite())) {
            assertThat(all(source)).isEqualTo(expected);
            Ledger ledger = ledger(source);
            assertThat(ledger.summary().of(State.DUE)).isEqualTo(37);
            assertThat(ledger.claim(100))
                    .allSatisfy(claimed -> assertThat(claimed.interrupted()).isEqualTo(IN_WORK.contains(claimed.id())));
            ledger.receive(List.of(LedgerContract.message("new", "new")));
            assertThat(ledger.list(MessageFilter.of().withLimit(1)).get(0).id())
                    .as("no number is given twice, also not one that was given and never used")
                    .isEqualTo(97);
        }
        assertThat(old).doesNotExist();
        assertThat(folder.resolve("ledger.mv.db.carried-over")).exists();
        assertThat(folder.resolve("ledger.db.unfinished")).doesNotExist();
        try (LedgerDataSource again = LedgerDatabase.open(sqlite())) {
            assertThat(ledger(again).find(97)).isPresent();
        }
    }

    @Test
    void anOldLedgerThatABridgeHasIsLeftAlone() throws Exception {
        Path old = before();
        try (FileChannel running = FileChannel.open(old, StandardOpenOption.WRITE)) {
            running.lock();
            assertThatThrownBy(() -> LedgerDatabase.open(sqlite())).isInstanceOf(LedgerInUseException.class);
        }
        assertThat(old).exists();
        assertThat(folder.resolve("ledger.db")).doesNotExist();
    }

    @Test
    void anOldLedgerThatCannotBeReadIsLeftAsItIsAndTheSentenceSaysWhatToDo() throws Exception {
        Path old = folder.resolve("ledger.mv.db");
        Files.writeString(old, "no database");

        assertThatThrownBy(() -> LedgerDatabase.open(sqlite())).isInstanceOf(LedgerUnavailableException.class);

        assertThat(old).hasContent("no database");
        assertThat(folder.resolve("ledger.db")).doesNotExist();
    }
}
