package org.dhpbridge.delivery.wire;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.apache.http.HttpConnection;
import org.apache.http.HttpEntity;
import org.apache.http.HttpResponse;
import org.apache.http.HttpResponseInterceptor;
import org.apache.http.client.protocol.HttpClientContext;
import org.apache.http.entity.HttpEntityWrapper;
import org.apache.http.protocol.HttpContext;
import org.dhpbridge.http.BoundedStream;

/** Ends answers that trickle for too long or do not end. */
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
            HttpConnection connection = HttpClientContext.adapt(context).getConnection();
            response.setEntity(new HttpEntityWrapper(entity) {
                @Override
                public InputStream getContent() throws IOException {
                    return new BoundedStream(super.getContent(), largest, longest, connection::shutdown);
                }
            });
        }
    }
}
