package org.dhpbridge.pipeline;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.undertow.CamelUndertowHttpHandler;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;

/** What an HTTP port takes at all: bodies up to a size, that are here within a time. */
public final class HttpDoor implements CamelUndertowHttpHandler {

    /** So much more than the limit is read off, so that a sender has its answer before the connection ends. */
    private static final long READ_OFF = 1 << 20;

    private static final long PATIENCES = 20;

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
        if (!request.isRequestComplete()) {
            awaitRest(request);
        }
        next.handleRequest(request);
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
