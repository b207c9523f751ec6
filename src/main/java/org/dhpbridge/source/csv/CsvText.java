package org.dhpbridge.source.csv;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.dhpbridge.kernel.Digests;
import org.dhpbridge.source.Content;
import org.dhpbridge.source.FileKind;
import org.dhpbridge.source.UnreadableFileException;
import org.dhpbridge.source.charset.CharsetGuess;
import org.dhpbridge.source.charset.Charsets;

/**
 * A text that was read once from end to end, to know before its first row that it can be read.
 *
 * @param sha256 of all its bytes, in hexadecimal
 * @param charset that it is written in
 */
record CsvText(Content content, String sha256, Charset charset) {

    private static final int CHUNK = 1 << 16;
    private static final int SAMPLE = 1 << 16;

    /**
     * @param setting {@code auto} or the name of a character set; a byte order mark and UTF-16 are recognised whatever it says
     * @throws UnreadableFileException when the file is empty, no text, or not in the character set
     */
    static CsvText examine(Content content, String setting) throws IOException {
        MessageDigest digest = Digests.sha256();
        Utf8Check utf8 = new Utf8Check();
        ByteArrayOutputStream beyondAscii = new ByteArrayOutputStream();
        byte[] beginning = new byte[0];
        try (InputStream in = content.open()) {
            byte[] chunk = in.readNBytes(CHUNK);
            beginning = Arrays.copyOf(chunk, Math.min(chunk.length, FileKind.ENOUGH));
            FileKind.requireText(withoutFilling(beginning));
            while (chunk.length > 0) {
                digest.update(chunk);
                utf8.feed(chunk);
                sample(chunk, beyondAscii);
                chunk = in.readNBytes(CHUNK);
            }
        }
        utf8.finish();
        Charset charset = decide(beginning, setting, utf8, beyondAscii.toByteArray());
        return new CsvText(content, HexFormat.of().formatHex(digest.digest()), charset);
    }

    /** Without the marks of the end that DOS and programs which fill up their last block put behind a text. */
    private static byte[] withoutFilling(byte[] bytes) {
        int end = bytes.length;
        while (end > 0 && (bytes[end - 1] == 0 || bytes[end - 1] == CsvRecords.END_OF_DOS_FILE)) {
            end--;
        }
        return Arrays.copyOf(bytes, end);
    }

    Reader open() throws IOException {
        return new InputStreamReader(content.open(), charset);
    }

    private static Charset decide(byte[] beginning, String setting, Utf8Check utf8, byte[] beyondAscii) {
        Optional<Charset> utf16 = Charsets.utf16(beginning);
        if (utf16.isPresent()) {
            return utf16.get();
        }
        boolean marked = Charsets.byteOrderMark(beginning).isPresent();
        if (utf8.valid() && (marked || setting.equals(CsvOptions.AUTO))) {
            return StandardCharsets.UTF_8;
        }
        if (setting.equals(CsvOptions.AUTO)) {
            return CharsetGuess.of(beyondAscii);
        }
        Charset named = Charsets.named(setting)
                .orElseThrow(() -> new UnreadableFileException(
                        "charset", "The setting charset of this source names no character set that is known."));
        if (named.equals(StandardCharsets.UTF_8) && !utf8.valid()) {
            throw new UnreadableFileException(
                    "charset",
                    "The file is not UTF-8 as the feed says it is; it looks like "
                            + CharsetGuess.of(beyondAscii).name()
                            + ". Set charset of this source to that, or to auto.");
        }
        return named;
    }

    private static void sample(byte[] chunk, ByteArrayOutputStream sample) {
        for (int i = 0; i < chunk.length && sample.size() < SAMPLE; i++) {
            boolean near = chunk[i] < 0 || i > 0 && chunk[i - 1] < 0 || i + 1 < chunk.length && chunk[i + 1] < 0;
            if (near) {
                sample.write(chunk[i]);
            }
        }
    }

    /** Whether bytes that come in parts are well-formed UTF-8. */
    private static final class Utf8Check {
        private final CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        private final ByteBuffer bytes = ByteBuffer.allocate(CHUNK + 8);
        private final CharBuffer chars = CharBuffer.allocate(CHUNK);
        private boolean valid = true;

        void feed(byte[] chunk) {
            if (valid) {
                bytes.put(chunk);
                decode(false);
            }
        }

        void finish() {
            if (valid) {
                decode(true);
            }
        }

        boolean valid() {
            return valid;
        }

        private void decode(boolean end) {
            bytes.flip();
            CoderResult result = CoderResult.OVERFLOW;
            while (result.isOverflow()) {
                chars.clear();
                result = decoder.decode(bytes, chars, end);
            }
            valid = !result.isError();
            bytes.compact();
        }
    }
}
