package org.dhpbridge.http;

import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;

/** An answer with another body than the one that came. */
public abstract class OtherBody implements ClientHttpResponse {

    private final ClientHttpResponse answer;

    /** @param answer that which came; closed with this one */
    protected OtherBody(ClientHttpResponse answer) {
        this.answer = answer;
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
