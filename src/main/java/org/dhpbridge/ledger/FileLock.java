package org.dhpbridge.ledger;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Says that a bridge has a file: to other processes and to this one, until it is released or the process ends. */
final class FileLock {

    private final FileChannel channel;

    private FileLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * @param file that is locked by a file beside it, with {@code .lock} at the end of its name
     * @return empty when somebody else has it
     */
    static Optional<FileLock> of(Path file) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".lock");
        FileChannel channel = FileChannel.open(beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return Optional.of(new FileLock(channel));
            }
        } catch (OverlappingFileLockException thisProcess) {
            // as good as another process
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        return Optional.empty();
    }

    /** The lock's file stays: another process may be about to lock it. */
    void release() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
