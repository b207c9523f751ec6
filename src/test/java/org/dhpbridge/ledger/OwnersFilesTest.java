package org.dhpbridge.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnersFilesTest {

    @TempDir
    Path folder;

    @BeforeEach
    void posixOnly() {
        assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
    }

    private static String mode(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private void open(Path file) {
        LedgerDatabase.open(LedgerConfigurationTest.settings("jdbc:sqlite:" + file, null, null))
                .close();
    }

    @Test
    void nobodyElseReadsANewLedgerOrItsFolder() throws Exception {
        Path file = folder.resolve("data/ledger.db");

        open(file);

        assertThat(mode(file)).isEqualTo("rw-------");
        assertThat(mode(file.getParent())).isEqualTo("rwx------");
    }

    @Test
    void anEarlierLedgerIsClosedToOthersAndItsFolderIsLeftAsItIs() throws Exception {
        Path file = folder.resolve("ledger.db");
        open(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));

        open(file);

        assertThat(mode(file)).isEqualTo("rw-------");
        assertThat(mode(folder)).isEqualTo("rwxr-xr-x");
    }
}
