package org.dhpbridge.console.signin;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.dhpbridge.http.BoundedStream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;

/** An answer that breaks off where none of an SSO's is that large or slow. */
final class BoundedAnswer implements ClientHttpResponse {

    private static final int LARGEST = 1 << 20;
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private final ClientHttpResponse answer;

    BoundedAnswer(ClientHttpResponse answer) {
        this.answer = answer;
    }

    @Override
    public InputStream getBody() throws IOException {
        InputStream body = answer.getBody();
        return new BoundedStream(body, LARGEST, LONGEST, body);
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
}
