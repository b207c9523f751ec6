package org.dhpbridge.http;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;

/** The body of an answer that breaks off where it is too large or takes too long: a socket time-out alone starts anew with every byte. */
public final class BoundedStream extends FilterInputStream {

    private final long largest;
    private final Duration longest;
    private final long end;
    private final Closeable abort;
    private long read;

    /**
     * @param largest in bytes
     * @param longest from now to its end
     * @param abort ends the connection: to close the stream of some clients is to read the rest of it
     */
    public BoundedStream(InputStream in, long largest, Duration longest, Closeable abort) {
        super(in);
        this.abort = abort;
        this.largest = largest;
        this.longest = longest;
        this.end = System.nanoTime() + longest.toNanos();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /**
     * @throws InterruptedIOException when it takes too long
     * @throws IOException when it is too large, or cannot be read
     */
    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        if (System.nanoTime() - end > 0) {
            abort.close();
            throw new InterruptedIOException("The answer took longer than " + longest);
        }
        int n = super.read(into, from, length);
        read += Math.max(n, 0);
        if (read > largest) {
            abort.close();
            throw new IOException("The answer is larger than " + largest + " bytes");
        }
        return n;
    }
}
