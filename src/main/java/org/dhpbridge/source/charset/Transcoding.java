package org.dhpbridge.source.charset;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Streams of bytes put together and brought into another character set, in bounded memory. */
public final class Transcoding {

    private Transcoding() {}

    /** The bytes already read and then the rest of the stream; closing it closes the stream. */
    public static InputStream join(byte[] beginning, InputStream rest) {
        return new SequenceInputStream(new ByteArrayInputStream(beginning), rest);
    }

    /** The same text in UTF-8; what is malformed becomes U+FFFD. */
    public static InputStream toUtf8(InputStream in, Charset charset) {
        return new Utf8Stream(new InputStreamReader(in, charset));
    }

    private static final class Utf8Stream extends InputStream {

        private final Reader text;
        private final char[] chars = new char[4096];
        private byte[] bytes = new byte[0];
        private int at;
        private int carried;

        Utf8Stream(Reader text) {
            this.text = text;
        }

        @Override
        public int read() throws IOException {
            return fill() ? bytes[at++] & 0xFF : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (!fill()) {
                return -1;
            }
            int count = Math.min(length, bytes.length - at);
            System.arraycopy(bytes, at, into, offset, count);
            at += count;
            return count;
        }

        /** A surrogate pair must not be cut in two: its first half waits for the second. */
        private boolean fill() throws IOException {
            while (at == bytes.length) {
                int read = text.read(chars, carried, chars.length - carried);
                int count = carried + Math.max(read, 0);
                if (count == 0) {
                    return false;
                }
                boolean half = read > 0 && Character.isHighSurrogate(chars[count - 1]);
                int whole = half ? count - 1 : count;
                bytes = new String(chars, 0, whole).getBytes(StandardCharsets.UTF_8);
                at = 0;
                chars[0] = chars[count - 1];
                carried = half ? 1 : 0;
            }
            return true;
        }

        @Override
        public void close() throws IOException {
            text.close();
        }
    }
}
