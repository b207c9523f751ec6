package org.dhpbridge.delivery.wire;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.http.HttpClientConnection;
import org.apache.http.HttpException;
import org.apache.http.HttpRequest;
import org.apache.http.HttpResponse;
import org.apache.http.protocol.HttpContext;
import org.apache.http.protocol.HttpRequestExecutor;
import org.dhpbridge.kernel.Rounds;

/**
 * Ends calls whose answer does not come to the end of its headers: a socket time-out alone starts anew with every byte. What
 * follows the headers is for {@link BoundedAnswers}. Safe for many threads.
 */
final class AnswerHeads extends HttpRequestExecutor implements AutoCloseable {

    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Duration longest;
    private final Map<HttpClientConnection, Long> awaited = new ConcurrentHashMap<>();
    private final Rounds rounds = new Rounds("fhir-answers");

    /** @param longest from the end of the request to that of the headers; a second more may pass */
    AnswerHeads(Duration longest) {
        this.longest = longest;
        rounds.begin(LOOK, LOOK, this::endLate);
    }

    /** @throws InterruptedIOException when the headers take too long */
    @Override
    protected HttpResponse doReceiveResponse(HttpRequest request, HttpClientConnection connection, HttpContext context)
            throws HttpException, IOException {
        long end = System.nanoTime() + longest.toNanos();
        awaited.put(connection, end);
        try {
            return super.doReceiveResponse(request, connection, context);
        } catch (IOException broken) {
            if (isOver(end)) {
                throw new InterruptedIOException("The headers of the answer took longer than " + longest);
            }
            throw broken;
        } finally {
            awaited.remove(connection);
        }
    }

    private void endLate() {
        awaited.forEach((connection, end) -> {
            if (isOver(end)) {
                shutDown(connection);
            }
        });
    }

    private static boolean isOver(long end) {
        return System.nanoTime() - end > 0;
    }

    private static void shutDown(HttpClientConnection connection) {
        try {
            connection.shutdown();
        } catch (IOException alreadyBroken) {
            // Then whoever reads from it knows.
        }
    }

    @Override
    public void close() {
        rounds.end();
    }
}
