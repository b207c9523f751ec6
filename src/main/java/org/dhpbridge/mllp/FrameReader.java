package org.dhpbridge.mllp;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Cuts what one sender sends into frames, however the network has cut it: several frames in one packet, or one frame byte by
 * byte. A frame begins with {@code 0x0B} and ends with {@code 0x1C 0x0D}. An {@code 0x1C} ends it too when nothing follows for a
 * moment, or a line feed or the next frame follows; before any other byte it belongs to the text. A frame in which another one
 * begins ({@code 0x0B MSH}, as after a sender broke off) is no frame. Line ends and blanks between frames mean nothing. Used by
 * one thread.
 */
final class FrameReader {

    /** Where the bytes come from. */
    interface ByteSource {

        /**
         * @param into as much of it as is there, at least one byte
         * @param wait milliseconds
         * @return how many bytes; -1 at the end
         * @throws SocketTimeoutException when nothing came in that time
         */
        int read(byte[] into, int wait) throws IOException;
    }

    static final byte START = 0x0B;
    static final byte END = 0x1C;
    private static final byte[] HEADER = {'M', 'S', 'H'};
    private static final int MOMENT = 200;
    private static final int CHUNK = 16 << 10;
    private static final int NONE = -1;
    private static final long PATIENCES = 20;

    private final ByteSource source;
    private final int idle;
    private final int patience;
    private final int limit;
    private final FrameSpace space;
    private final LongSupplier clock;

    private final byte[] chunk = new byte[CHUNK];
    private int at;
    private int end;
    private byte[] frame = new byte[CHUNK];
    private int length;
    private boolean inFrame;
    private long begin;
    private long taken;
    private long stray;

    /**
     * @param idle milliseconds that may pass between frames
     * @param patience milliseconds that the rest of a frame that has begun may stay away; all of it may take twenty times that
     * @param limit the longest frame, in bytes
     * @param space for long frames, shared with the other connections of the port
     * @param clock nanoseconds, as {@link System#nanoTime}
     */
    FrameReader(ByteSource source, int idle, int patience, int limit, FrameSpace space, LongSupplier clock) {
        this.source = source;
        this.space = space;
        this.clock = clock;
        this.idle = idle;
        this.patience = patience;
        this.limit = limit;
    }

    /**
     * The next frame, or less: without one there are {@link #takeStray stray bytes} to be told, and it goes on. The one before is
     * answered.
     *
     * @return the bytes between start and end; null when the reader only has to tell something
     * @throws SocketTimeoutException when the sender is silent for too long
     * @throws FrameRefusedException when the frame is longer than the limit, not complete in time, or there is no space for it
     * @throws EOFException when the sender is gone
     */
    byte[] next() throws IOException {
        if (!inFrame) {
            giveBack();
        }
        while (true) {
            int b = read(inFrame || stray > 0 ? patience : idle);
            if (b == NONE) {
                return null;
            }
            if (!inFrame) {
                if (b == START) {
                    inFrame = true;
                    length = 0;
                    begin = clock.getAsLong();
                    if (stray > 0) {
                        return null;
                    }
                } else if (!isBlank(b) && ++stray > limit) {
                    throw FrameRefusedException.tooLong(limit);
                }
            } else if (b == END && isEnd()) {
                inFrame = false;
                return finished();
            } else {
                append((byte) b);
            }
        }
    }

    /** How many bytes belonged to no frame since this was asked last; what was begun and not ended is among them at the end. */
    long takeStray() {
        long count = stray;
        stray = 0;
        return count;
    }

    /** The connection is over: what had begun is no frame any more. */
    void end() {
        if (inFrame) {
            stray += length + 1L;
            inFrame = false;
        }
        giveBack();
    }

    private void giveBack() {
        space.giveBack(taken);
        taken = 0;
    }

    /** NONE when nothing came after stray bytes: they are told before waiting on. */
    private int read(int wait) throws IOException {
        if (at == end) {
            try {
                fill(inFrame ? untilTheEnd(wait) : wait);
            } catch (SocketTimeoutException silence) {
                if (inFrame) {
                    untilTheEnd(wait);
                }
                if (!inFrame && stray > 0) {
                    return NONE;
                }
                throw silence;
            }
        }
        return chunk[at++] & 0xFF;
    }

    /** Who sends byte by byte is never silent for long. */
    private int untilTheEnd(int wait) throws FrameRefusedException {
        long longest = PATIENCES * patience;
        long left = longest - TimeUnit.NANOSECONDS.toMillis(clock.getAsLong() - begin);
        if (left <= 0) {
            inFrame = false;
            throw FrameRefusedException.tooSlow(longest);
        }
        return (int) Math.min(wait, left);
    }

    private void fill(int wait) throws IOException {
        at = 0;
        end = 0;
        int count = source.read(chunk, wait);
        if (count < 0) {
            throw new EOFException();
        }
        end = count;
    }

    /** After {@code 0x1C}: what follows decides. */
    private boolean isEnd() throws IOException {
        if (at == end) {
            try {
                fill(MOMENT);
            } catch (SocketTimeoutException nothingFollows) {
                return true;
            } catch (EOFException senderIsGone) {
                return true;
            }
        }
        byte next = chunk[at];
        if (next == '\r' || next == '\n') {
            at++;
            return true;
        }
        return next == START;
    }

    private void append(byte b) throws FrameRefusedException {
        if (length == limit) {
            inFrame = false;
            throw FrameRefusedException.tooLong(limit);
        }
        if (length == frame.length) {
            grow((int) Math.min(limit, length * 2L));
        }
        frame[length++] = b;
    }

    private void grow(int size) throws FrameRefusedException {
        long more = Math.max(0, size - FrameSpace.OWN) - taken;
        if (!space.take(more)) {
            inFrame = false;
            throw FrameRefusedException.noSpace(space.size());
        }
        taken += more;
        frame = Arrays.copyOf(frame, size);
    }

    private byte[] finished() {
        int from = 0;
        for (int i = length - HEADER.length - 1; i >= 0; i--) {
            if (frame[i] == START && Arrays.equals(frame, i + 1, i + 1 + HEADER.length, HEADER, 0, HEADER.length)) {
                from = i + 1;
                stray += from;
                break;
            }
        }
        byte[] whole = Arrays.copyOfRange(frame, from, length);
        if (frame.length > FrameSpace.OWN) {
            frame = new byte[CHUNK];
        }
        return whole;
    }

    private static boolean isBlank(int b) {
        return b == '\r' || b == '\n' || b == ' ' || b == '\t' || b == 0;
    }
}
