package org.dhpbridge.console.signin;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.dhpbridge.http.BoundedStream;
import org.dhpbridge.http.OtherBody;
import org.springframework.http.client.ClientHttpResponse;

/** An answer that breaks off where none of an SSO's is that large or slow. */
final class BoundedAnswer extends OtherBody {

    private static final int LARGEST = 1 << 20;
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private final ClientHttpResponse answer;

    BoundedAnswer(ClientHttpResponse answer) {
        super(answer);
        this.answer = answer;
    }

    @Override
    public InputStream getBody() throws IOException {
        InputStream body = answer.getBody();
        return new BoundedStream(body, LARGEST, LONGEST, body);
    }
}
