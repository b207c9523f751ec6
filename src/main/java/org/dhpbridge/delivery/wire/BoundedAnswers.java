package org.dhpbridge.delivery.wire;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import org.apache.http.HttpEntity;
import org.apache.http.HttpResponse;
import org.apache.http.HttpResponseInterceptor;
import org.apache.http.entity.HttpEntityWrapper;
import org.apache.http.protocol.HttpContext;

/** Ends answers that trickle for too long or do not end: a socket time-out alone starts anew with every byte. */
class BoundedAnswers implements HttpResponseInterceptor {

    private final Duration longest;
    private final long largest;

    BoundedAnswers(Duration longest, long largest) {
        this.longest = longest;
        this.largest = largest;
    }

    @Override
    public void process(HttpResponse response, HttpContext context) {
        HttpEntity entity = response.getEntity();
        if (entity != null) {
            response.setEntity(new HttpEntityWrapper(entity) {
                @Override
                public InputStream getContent() throws IOException {
                    return new Bounded(super.getContent());
                }
            });
        }
    }

    private class Bounded extends FilterInputStream {

        private final long end = System.nanoTime() + longest.toNanos();
        private long read;

        Bounded(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            if (System.nanoTime() - end > 0) {
                throw new InterruptedIOException("The answer took longer than " + longest);
            }
            int n = super.read(into, from, length);
            read += Math.max(n, 0);
            if (read > largest) {
                throw new IOException("The answer is larger than " + largest + " bytes");
            }
            return n;
        }
    }
}
