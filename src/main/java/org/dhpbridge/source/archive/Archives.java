package org.dhpbridge.source.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import org.dhpbridge.source.Content;
import org.dhpbridge.source.MessageSplitter;
import org.dhpbridge.source.UnreadableFileException;

/** Opens files that may be {@code .zip} or {@code .gz} archives, by their first bytes and not by their names. */
public final class Archives {

    /** Code of the exception for an archive that cannot be unpacked, or not as a whole. */
    static final String CODE = "archive";

    private static final byte[] ZIP = {'P', 'K', 3, 4};
    private static final byte[] EMPTY_ZIP = {'P', 'K', 5, 6};
    private static final byte[] GZIP = {0x1F, (byte) 0x8B};

    private final Limits limits;

    public Archives() {
        this(Limits.USUAL);
    }

    Archives(Limits limits) {
        this.limits = limits;
    }

    /**
     * @param content only of a file archives are unpacked
     * @param opener makes messages of one text: the content itself, or each entry of the archive
     * @return the messages of all entries, in the order of the archive; the location of each begins with the entry's name. When
     *     an entry cannot be read, the others are handed out all the same, and then it is said
     * @throws UnreadableFileException now or while it is read: what is wrong and what to do
     */
    public MessageSplitter open(Content content, Function<Content, MessageSplitter> opener) {
        Optional<Path> file = content.file();
        if (file.isEmpty()) {
            return opener.apply(content);
        }
        byte[] beginning = beginning(content);
        if (startsWith(beginning, ZIP) || startsWith(beginning, EMPTY_ZIP)) {
            return new ZipSplitter(file.get(), opener, limits);
        }
        if (startsWith(beginning, GZIP)) {
            Content unzipped = unzipped(content, file.get());
            Unpacking.test(unzipped);
            return opener.apply(unzipped);
        }
        return opener.apply(content);
    }

    private static byte[] beginning(Content content) {
        try (InputStream in = content.open()) {
            return in.readNBytes(ZIP.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean startsWith(byte[] bytes, byte[] signature) {
        return bytes.length >= signature.length
                && Arrays.equals(bytes, 0, signature.length, signature, 0, signature.length);
    }

    private Content unzipped(Content content, Path file) {
        long packed = file.toFile().length();
        return new Content() {
            @Override
            public String name() {
                return content.name();
            }

            @Override
            public InputStream open() throws IOException {
                InputStream raw = content.open();
                try {
                    return new Unpacking(
                            new GZIPInputStream(raw, 1 << 16), packed, Unpacking.NO_CRC, limits, "the archive");
                } catch (IOException e) {
                    raw.close();
                    throw Unpacking.damaged("the archive", e);
                }
            }
        };
    }
}
