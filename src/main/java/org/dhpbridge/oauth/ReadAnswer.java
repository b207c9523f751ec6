package org.dhpbridge.oauth;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import org.dhpbridge.http.OtherBody;
import org.springframework.http.client.ClientHttpResponse;

/** An answer whose body was read. */
final class ReadAnswer extends OtherBody {

    private final byte[] bytes;

    ReadAnswer(ClientHttpResponse answer, byte[] bytes) {
        super(answer);
        this.bytes = bytes;
    }

    @Override
    public InputStream getBody() {
        return new ByteArrayInputStream(bytes);
    }
}
