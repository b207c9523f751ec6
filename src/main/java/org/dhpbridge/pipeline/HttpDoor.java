package org.dhpbridge.pipeline;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.camel.component.undertow.CamelUndertowHttpHandler;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;

/** What an HTTP port takes at all: bodies up to a size, that are here within a time. */
public final class HttpDoor implements CamelUndertowHttpHandler {

    /** So much more than the limit is read off, so that a sender has its answer before the connection ends. */
    private static final long READ_OFF = 1 << 20;

    private static final long PATIENCES = 20;

    private static final Pattern FORM =
            Pattern.compile("application/x-www-form-urlencoded|multipart/", Pattern.CASE_INSENSITIVE);

    private HttpHandler next;
    private long limit = Long.MAX_VALUE - READ_OFF;
    private long longest = TimeUnit.MINUTES.toMillis(5);

    /** @param limit the longest body, in bytes */
    public void setLimit(long limit) {
        this.limit = limit;
    }

    /** @param patience how long (milliseconds) a sender may be silent; until all of a request is here it may take twenty times that */
    public void setPatience(int patience) {
        longest = PATIENCES * patience;
    }

    @Override
    public void setNext(HttpHandler next) {
        this.next = next;
    }

    @Override
    public void handleRequest(HttpServerExchange request) throws Exception {
        request.setMaxEntitySize(limit + READ_OFF);
        takeAsItComes(request.getRequestHeaders());
        if (!request.isRequestComplete()) {
            awaitRest(request);
        }
        next.handleRequest(request);
    }

    /** What curl and others call a form when nobody says otherwise is none; Camel would take it apart as one. */
    private static void takeAsItComes(HeaderMap headers) {
        String type = headers.getFirst(Headers.CONTENT_TYPE);
        if (type != null && FORM.matcher(type).lookingAt()) {
            headers.remove(Headers.CONTENT_TYPE);
        }
    }

    /** Who sends byte by byte is never silent, which is what {@link HttpSource} looks at. */
    private void awaitRest(HttpServerExchange request) {
        XnioExecutor.Key timer =
                request.getIoThread().executeAfter(() -> endUnlessComplete(request), longest, TimeUnit.MILLISECONDS);
        request.addExchangeCompleteListener((done, others) -> {
            timer.remove();
            others.proceed();
        });
    }

    private static void endUnlessComplete(HttpServerExchange request) {
        if (!request.isRequestComplete()) {
            IoUtils.safeClose(request.getConnection());
        }
    }
}
