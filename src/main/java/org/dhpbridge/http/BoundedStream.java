package org.dhpbridge.http;

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
    private long read;

    /**
     * @param largest in bytes
     * @param longest from now to its end
     */
    public BoundedStream(InputStream in, long largest, Duration longest) {
        super(in);
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
            throw new InterruptedIOException("The answer took longer than " + longest);
        }
        int n = super.read(into, from, length);
        read += Math.max(n, 0);
        if (read > largest) {
            in.close(); // else the rest is read to its end when the answer is closed
            throw new IOException("The answer is larger than " + largest + " bytes");
        }
        return n;
    }
}
