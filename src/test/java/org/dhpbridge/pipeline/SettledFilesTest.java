package org.dhpbridge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine whose clock is five hours ahead writes a file. */
class SettledFilesTest {

    private static final FileTime AHEAD = FileTime.from(Instant.now().plus(Duration.ofHours(5)));

    @TempDir
    Path folder;

    @Test
    void aFileFromTheFutureIsCompleteWhenItDoesNotChange() throws Exception {
        assertThat(isSettled(file())).isTrue();
    }

    @Test
    void aFileFromTheFutureIsNotCompleteWhileItIsWritten() throws Exception {
        Path growing = file();
        ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor();
        try {
            writer.scheduleAtFixedRate(() -> append(growing), 0, 20, TimeUnit.MILLISECONDS);
            assertThat(isSettled(growing)).isFalse();
        } finally {
            writer.shutdownNow();
        }
    }

    private Path file() throws IOException {
        return Files.setLastModifiedTime(Files.createFile(folder.resolve("a.hl7")), AHEAD);
    }

    private static void append(Path file) {
        try {
            Files.writeString(file, "x", StandardOpenOption.APPEND);
            Files.setLastModifiedTime(file, AHEAD);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isSettled(Path path) throws Exception {
        SettledFiles settled = new SettledFiles();
        settled.setSettle(200);
        GenericFile<File> file = new GenericFile<>();
        file.setAbsoluteFilePath(path.toString());
        file.setLastModified(path.toFile().lastModified());
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            return settled.acquireExclusiveReadLock(null, file, new DefaultExchange(camel));
        }
    }
}
