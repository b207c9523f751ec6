package org.dhpbridge.source.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.dhpbridge.source.Content;
import org.dhpbridge.source.MessageSplitter;
import org.dhpbridge.source.RawMessage;
import org.dhpbridge.source.SourceItem;
import org.dhpbridge.source.SourceProblem;
import org.dhpbridge.source.UnreadableFileException;

/**
 * The entries of a zip archive one after the other, each cut by a splitter of its own. What makes the archive as a whole
 * unreadable (damage, an encrypted entry, absurd sizes, an office document) is found before the first message is handed out.
 */
final class ZipSplitter extends MessageSplitter {

    private static final int NAMED_AT_MOST = 5;
    private static final int LONGEST_NAME = 120;

    private final ZipFile zip;
    private final Function<Content, MessageSplitter> opener;
    private final Limits limits;
    private final Iterator<ZipArchiveEntry> entries;
    private final List<String> failures = new ArrayList<>();
    private String name;
    private MessageSplitter open;

    ZipSplitter(Path file, Function<Content, MessageSplitter> opener, Limits limits) {
        this.opener = opener;
        this.limits = limits;
        try {
            zip = ZipFile.builder().setPath(file).get();
        } catch (IOException e) {
            throw Unpacking.damaged("its table of contents", e);
        }
        try {
            List<ZipArchiveEntry> found = Collections.list(zip.getEntries()).stream()
                    .filter(ZipSplitter::isWanted)
                    .toList();
            check(found);
            found.forEach(entry -> Unpacking.test(content(entry)));
            entries = found.iterator();
        } catch (UnreadableFileException | UncheckedIOException e) {
            close();
            throw e;
        }
    }

    /** Without folders, and what macOS and editors leave beside the files. */
    private static boolean isWanted(ZipArchiveEntry entry) {
        String path = entry.getName();
        String last = path.substring(path.lastIndexOf('/') + 1);
        return !entry.isDirectory() && !last.startsWith(".") && !path.startsWith("__MACOSX/");
    }

    private void check(List<ZipArchiveEntry> found) {
        if (found.isEmpty()) {
            throw new UnreadableFileException(
                    Archives.CODE, "The archive holds no file. The export that wrote it failed.");
        }
        if (found.size() > limits.entries()) {
            throw new UnreadableFileException(
                    Archives.CODE,
                    "The archive holds " + found.size() + " files; up to " + limits.entries()
                            + " are taken. Pack them into several archives.");
        }
        for (ZipArchiveEntry entry : found) {
            if (entry.getName().equals("[Content_Types].xml")) {
                throw new UnreadableFileException(
                        "binary", "The file is an Excel workbook or another office document; save the sheet as CSV.");
            }
            if (entry.getGeneralPurposeBit().usesEncryption()) {
                throw new UnreadableFileException(
                        Archives.CODE,
                        "The entry " + shown(entry) + " of the archive is encrypted. Unpack it, or send it without a"
                                + " password.");
            }
            if (!zip.canReadEntryData(entry)) {
                throw new UnreadableFileException(
                        Archives.CODE,
                        "The entry " + shown(entry)
                                + " of the archive is packed by a method that cannot be read; pack it"
                                + " with \"deflate\", as all programs do by default.");
            }
        }
    }

    private static String shown(ZipArchiveEntry entry) {
        String path = entry.getName().replaceAll("\\p{Cntrl}", "?");
        return path.length() <= LONGEST_NAME ? path : "…" + path.substring(path.length() - LONGEST_NAME);
    }

    @Override
    protected void advance() {
        try {
            if (open == null && entries.hasNext()) {
                ZipArchiveEntry entry = entries.next();
                name = shown(entry);
                open = opener.apply(content(entry));
            }
            if (open != null && open.hasNext()) {
                handOut(named(open.next()));
                return;
            }
        } catch (UnreadableFileException e) {
            failures.add("In " + name + ": " + e.getMessage());
        }
        closeEntry();
        if (!entries.hasNext()) {
            end();
            tellFailures();
        }
    }

    private void tellFailures() {
        if (!failures.isEmpty()) {
            int more = failures.size() - NAMED_AT_MOST;
            throw new UnreadableFileException(
                    Archives.CODE,
                    "Not everything in the archive can be read; the rest of it was taken. "
                            + String.join(" ", failures.subList(0, Math.min(NAMED_AT_MOST, failures.size())))
                            + (more > 0 ? " And so on, in " + more + " more." : ""));
        }
    }

    private Content content(ZipArchiveEntry entry) {
        String path = entry.getName();
        return new Content() {
            @Override
            public String name() {
                return path.substring(path.lastIndexOf('/') + 1);
            }

            @Override
            public InputStream open() throws IOException {
                try {
                    return new Unpacking(
                            zip.getInputStream(entry),
                            entry.getCompressedSize(),
                            entry.getCrc(),
                            limits,
                            "the entry " + shown(entry));
                } catch (ZipException e) {
                    throw Unpacking.damaged("the entry " + shown(entry), e);
                }
            }
        };
    }

    private SourceItem named(SourceItem item) {
        return item instanceof SourceProblem problem
                ? new SourceProblem(named(problem.raw()), problem.code(), problem.sentence(), problem.isMessage())
                : named((RawMessage) item);
    }

    private RawMessage named(RawMessage raw) {
        return new RawMessage(raw.contentType(), raw.payload(), raw.key(), name + ", " + raw.location());
    }

    private void closeEntry() {
        if (open != null) {
            open.close();
            open = null;
        }
    }

    @Override
    protected void release() throws IOException {
        closeEntry();
        zip.close();
    }
}
