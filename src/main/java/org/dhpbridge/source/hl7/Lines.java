package org.dhpbridge.source.hl7;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The lines of a byte stream, one at a time; CR, LF and the framing bytes of MLLP end a line. */
final class Lines implements Closeable {

    private static final int FRAME_START = 0x0B;
    private static final int FRAME_END = 0x1C;
    private static final int CHUNK = 1 << 16;
    private static final int FIRST_FIELD = 200;

    private final InputStream in;
    private final int limit;
    private final byte[] chunk = new byte[CHUNK];
    private int chunkAt;
    private int chunkEnd;
    private long read;

    private byte[] line = new byte[1024];
    private int from;
    private int length;
    private long offset;
    private long wholeLength;
    private boolean endsFrame;
    private boolean ended;

    /** @param limit how much of a line is kept, in bytes */
    Lines(InputStream in, int limit) {
        this.in = in;
        this.limit = limit;
    }

    /** Goes to the next line; false at the end. */
    boolean next() throws IOException {
        length = 0;
        wholeLength = 0;
        endsFrame = false;
        ended = false;
        offset = read;
        while (true) {
            if (chunkAt == chunkEnd && !fill()) {
                from = start();
                return length > 0;
            }
            int end = chunkAt;
            while (end < chunkEnd && !endsLine(chunk[end])) {
                end++;
            }
            keep(end);
            if (end < chunkEnd) {
                endsFrame = chunk[end] == FRAME_END;
                ended = true;
                chunkAt = end + 1;
                read++;
                from = start();
                return true;
            }
        }
    }

    private boolean fill() throws IOException {
        chunkAt = 0;
        chunkEnd = Math.max(0, in.read(chunk, 0, CHUNK));
        return chunkEnd > 0;
    }

    private static boolean endsLine(byte b) {
        return b == '\r' || b == '\n' || b == FRAME_START || b == FRAME_END;
    }

    private void keep(int end) {
        int count = end - chunkAt;
        int kept = Math.min(count, limit - length);
        if (line.length < length + kept) {
            line = Arrays.copyOf(line, Math.min(limit, Math.max(length + kept, line.length * 2)));
        }
        System.arraycopy(chunk, chunkAt, line, length, kept);
        length += kept;
        wholeLength += count;
        chunkAt = end;
        read += count;
    }

    /** Past a byte order mark, as files put one after the other have inside. */
    private int mark() {
        boolean marked = length >= 3 && line[0] == (byte) 0xEF && line[1] == (byte) 0xBB && line[2] == (byte) 0xBF;
        return marked ? 3 : 0;
    }

    /** Past a byte order mark and blanks. */
    private int start() {
        int at = mark();
        while (at < length && line[at] >= 0 && line[at] <= ' ') {
            at++;
        }
        return at;
    }

    /** Whether the line is a segment of that name: after it stands a separator. */
    boolean beginsWith(String segment) {
        return length - from >= 4
                && !Character.isLetterOrDigit(line[from + 3] & 0xFF)
                && line[from + 3] != ' '
                && isNamed(segment);
    }

    /** Whether the line is the name of that segment and nothing more. */
    boolean isOnly(String segment) {
        return length - from == 3 && isNamed(segment);
    }

    private boolean isNamed(String segment) {
        for (int i = 0; i < 3; i++) {
            if (line[from + i] != segment.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    boolean isBlank() {
        return from == length;
    }

    /** Whether the line ended with the last byte of an MLLP frame. */
    boolean endsFrame() {
        return endsFrame;
    }

    /** Whether something ended the line; false for a last one that the source stops in. */
    boolean isEnded() {
        return ended;
    }

    /** The text of the first field of a segment. */
    String firstField() {
        String text = new String(line, from, Math.min(length - from, FIRST_FIELD), StandardCharsets.ISO_8859_1);
        int to = text.length() < 4 ? -1 : text.indexOf(text.charAt(3), 4);
        return text.length() < 4
                ? ""
                : text.substring(4, to < 0 ? text.length() : to).strip();
    }

    /** Of what is kept of the line. */
    int length() {
        return length;
    }

    /** Of the line as it stands in the stream. */
    long wholeLength() {
        return wholeLength;
    }

    /** Of the line's first byte in the stream, from 0. */
    long offset() {
        return offset;
    }

    /** Writes the line without what ended it, at most so many bytes, without a byte order mark, a header without the blanks before it. */
    void writeTo(ByteArrayOutputStream out, int most) {
        int start = beginsWith("MSH") ? from : mark();
        out.write(line, start, Math.max(0, Math.min(most, length - start)));
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
