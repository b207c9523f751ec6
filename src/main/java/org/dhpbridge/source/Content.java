package org.dhpbridge.source;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Bytes that a source holds and that can be read from their beginning again: a file, or a body that came over a wire. */
public interface Content {

    /** What people call it: the file's name. */
    String name();

    /** A stream of the caller's own, at the first byte. */
    InputStream open() throws IOException;

    /** The file that holds it; empty when it is in memory, or only a part of a file. */
    default Optional<Path> file() {
        return Optional.empty();
    }

    /** Whether it may end before its sender was done: a file may, a body that came whole may not. */
    default boolean mayBreakOff() {
        return true;
    }

    static Content of(Path file) {
        return new Content() {
            @Override
            public String name() {
                return file.getFileName().toString();
            }

            @Override
            public InputStream open() throws IOException {
                return Files.newInputStream(file);
            }

            @Override
            public Optional<Path> file() {
                return Optional.of(file);
            }
        };
    }

    /** @param bytes all that was sent; not copied */
    static Content of(String name, byte[] bytes) {
        return new Content() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public boolean mayBreakOff() {
                return false;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(bytes);
            }
        };
    }
}
