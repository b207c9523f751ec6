package org.dhpbridge.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A secret that is mounted as a file. Read again at each use, so that a rotated one needs no restart. */
public final class SecretFile {

    private SecretFile() {}

    /**
     * The secret, without the blanks and line breaks that editors leave around it.
     *
     * @throws IOException when there is no such file, it may not be read, or is no UTF-8; its message holds the path at most
     */
    public static String read(Path file) throws IOException {
        return Files.readString(file).strip();
    }

    /**
     * The secret of a file, or the value that stands for it when there is none.
     *
     * @param file null for none
     * @throws IOException as {@link #read}
     */
    public static String or(String value, Path file) throws IOException {
        return file == null ? value : read(file);
    }
}
