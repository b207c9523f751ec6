package org.dhpbridge.source.csv;

import java.io.IOException;
import java.io.Reader;

/**
 * A reader that keeps what it read since a place, so that a row which swallowed its successors can be read again line by
 * line. Places are counted in characters from the beginning of the file.
 */
final class RewindableReader extends Reader {

    /** More was read since the place than a row may hold. */
    static final class TooLongException extends IOException {
        TooLongException() {
            super("A row is longer than a row may be");
        }
    }

    private static final int FORGET_FROM = 1 << 16;

    private final Reader in;
    private final int limit;
    private final StringBuilder kept = new StringBuilder();
    private final char[] chunk = new char[8192];
    private long keptFrom;
    private long next;
    private long mark;

    RewindableReader(Reader in, int limit) {
        this.in = in;
        this.limit = limit;
    }

    /** What stands before that place is not needed any more. */
    void mark(long place) {
        mark = place;
        if (mark - keptFrom > FORGET_FROM) {
            kept.delete(0, (int) (mark - keptFrom));
            keptFrom = mark;
        }
    }

    /** Reads on from that place. */
    void rewind(long place) {
        next = place;
    }

    /** The place after so many line ends from the mark on; the end of what is kept when there are fewer. */
    long afterLines(long lines) {
        int at = (int) (mark - keptFrom);
        for (long line = 0; line < lines && at < kept.length(); line++) {
            at = afterLine(at);
        }
        return keptFrom + at;
    }

    /** From the mark up to that place. */
    String text(long to) {
        return kept.substring((int) (mark - keptFrom), (int) (to - keptFrom));
    }

    /** Whether the line at the mark goes on beyond what is kept. */
    boolean isLineOpen() {
        for (int at = (int) (mark - keptFrom); at < kept.length(); at++) {
            if (kept.charAt(at) == '\r' || kept.charAt(at) == '\n') {
                return false;
            }
        }
        return true;
    }

    /**
     * Takes the line at the mark to its end, also beyond what is kept; what follows it is at the mark then.
     *
     * @param line gets its beginning
     * @param most how many characters
     * @return how many more there are
     */
    long takeLine(StringBuilder line, int most) throws IOException {
        String known = text(afterLines(1));
        line.append(known, 0, Math.min(known.length(), most));
        long leftOut = known.length() - line.length();
        long place = keptFrom + kept.length();
        kept.setLength(0);
        int c = in.read();
        while (c >= 0 && c != '\n' && c != '\r') {
            place++;
            if (line.length() < most) {
                line.append((char) c);
            } else {
                leftOut++;
            }
            c = in.read();
        }
        keptFrom = place;
        if (c >= 0) {
            kept.append((char) c);
            if (c == '\r') {
                int after = in.read();
                if (after >= 0) {
                    kept.append((char) after);
                }
            }
        }
        mark = place;
        return leftOut;
    }

    @Override
    public int read(char[] into, int offset, int length) throws IOException {
        if (next == keptFrom + kept.length()) {
            if (next - mark > limit) {
                throw new TooLongException();
            }
            int count = in.read(chunk);
            if (count < 0) {
                return -1;
            }
            kept.append(chunk, 0, count);
        }
        int from = (int) (next - keptFrom);
        int count = Math.min(length, kept.length() - from);
        kept.getChars(from, from + count, into, offset);
        next += count;
        return count;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private int afterLine(int from) {
        int at = from;
        while (at < kept.length() && kept.charAt(at) != '\r' && kept.charAt(at) != '\n') {
            at++;
        }
        boolean both = at + 1 < kept.length() && kept.charAt(at) == '\r' && kept.charAt(at + 1) == '\n';
        return Math.min(kept.length(), at + (both ? 2 : 1));
    }
}
