package org.dhpbridge.console.signin;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;

/** An answer that breaks off where none of an SSO's is that long. */
final class BoundedAnswer implements ClientHttpResponse {

    private static final int LARGEST = 1 << 20;

    private final ClientHttpResponse answer;

    BoundedAnswer(ClientHttpResponse answer) {
        this.answer = answer;
    }

    @Override
    public InputStream getBody() throws IOException {
        return new Bounded(answer.getBody());
    }

    @Override
    public HttpStatusCode getStatusCode() throws IOException {
        return answer.getStatusCode();
    }

    @Override
    public String getStatusText() throws IOException {
        return answer.getStatusText();
    }

    @Override
    public HttpHeaders getHeaders() {
        return answer.getHeaders();
    }

    @Override
    public void close() {
        answer.close();
    }

    private static final class Bounded extends FilterInputStream {

        private long read;

        private Bounded(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int n = super.read(into, from, length);
            read += Math.max(n, 0);
            if (read > LARGEST) {
                in.close(); // else the rest is read to its end when the answer is closed
                throw new IOException("The answer of the SSO is larger than " + LARGEST + " bytes");
            }
            return n;
        }
    }
}
