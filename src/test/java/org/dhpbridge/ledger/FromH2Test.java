package org.dhpbridge.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An H2 ledger of the release before this one is carried over into SQLite. */
class FromH2Test {

    private static final Set<Long> IN_WORK = Set.of(26L, 38L);

    @TempDir
    Path folder;

    private Path before() throws IOException {
        return LedgerOfTheReleaseBefore.in(folder);
    }

    private LedgerSettings sqlite() {
        return LedgerConfigurationTest.settings("jdbc:sqlite:" + folder.resolve("ledger.db"), null, null);
    }

    private LedgerSettings h2(String name) {
        return LedgerConfigurationTest.settings("jdbc:h2:file:" + folder.resolve(name), null, null);
    }

    @Test
    void itIsCarriedOverWithEverythingInItOnceAndTheOldFileIsKept() throws Exception {
        Path old = before();
        byte[] bytes = Files.readAllBytes(old);
        Files.write(folder.resolve("same.mv.db"), bytes);
        List<Object> expected;
        try (LedgerDataSource same = LedgerDatabase.open(h2("same"))) {
            expected = LedgerOfTheReleaseBefore.seen(same);
        }
        Files.writeString(folder.resolve("ledger.db.unfinished"), "of a start that was killed");

        try (LedgerDataSource source = LedgerDatabase.open(sqlite())) {
            assertThat(LedgerOfTheReleaseBefore.seen(source)).isEqualTo(expected);
            Ledger ledger = LedgerOfTheReleaseBefore.open(source);
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
            assertThat(LedgerOfTheReleaseBefore.open(again).find(97)).isPresent();
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
