package org.dhpbridge.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;

/** Where a file goes when its source is through with it. */
final class FileEnd {

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS");

    private FileEnd() {}

    /**
     * A place in a folder beside the file that no other file holds yet: exports often have the same name every day, and an
     * earlier one must not be overwritten.
     *
     * @param folder {@code .done} or {@code .failed}
     * @return relative to the file's own folder, as {@code .done/day.csv}
     */
    static String in(String folder, Path file) {
        String name = file.getFileName().toString();
        if (Files.exists(file.resolveSibling(folder).resolve(name))) {
            return unique(folder, name);
        }
        return folder + "/" + name;
    }

    /** The same where nobody can look first: with the time in the name. */
    static String unique(String folder, String name) {
        int dot = name.lastIndexOf('.');
        String stem = dot <= 0 ? name : name.substring(0, dot);
        return folder + "/" + stem + "." + STAMP.format(LocalDateTime.now()) + name.substring(stem.length());
    }

    /**
     * Writes why the file could not be read beside the place where it goes.
     *
     * @return empty, or a sentence when it cannot be written
     */
    static String writeReason(Path file, String filedUnder, String sentence) {
        Path reason = file.resolveSibling(filedUnder + ".reason.txt");
        try {
            Files.createDirectories(reason.getParent());
            Files.writeString(reason, sentence + System.lineSeparator());
            return "";
        } catch (IOException e) {
            return " (This cannot be written beside it: " + e.getClass().getSimpleName() + ".)";
        }
    }
}
