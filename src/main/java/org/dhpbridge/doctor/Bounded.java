package org.dhpbridge.doctor;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.dhpbridge.kernel.DaemonThreads;

/** Work on the network that is given up after a time, whatever it hangs in. */
final class Bounded {

    /** Longest time of one question to the network. */
    static final Duration LONGEST = Duration.ofSeconds(10);

    /** Why it did not work; the message is a phrase. */
    static final class CallFailedException extends Exception {

        private static final long serialVersionUID = 1L;

        CallFailedException(String phrase, Throwable cause) {
            super(phrase, cause);
        }
    }

    private Bounded() {}

    static <T> T call(Duration longest, Callable<T> work) throws CallFailedException {
        FutureTask<T> task = new FutureTask<>(work);
        DaemonThreads.named("check").newThread(task).start();
        try {
            return task.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            task.cancel(true);
            throw new CallFailedException("no answer within " + longest.toSeconds() + " seconds", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CallFailedException("interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw new CallFailedException(phrase(cause, longest), cause);
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static String phrase(IOException e, Duration longest) {
        if (e instanceof HttpTimeoutException || e instanceof SocketTimeoutException) {
            return "no answer within " + longest.toSeconds() + " seconds";
        }
        if (e instanceof UnknownHostException) {
            return "there is no host of that name";
        }
        if (e instanceof NoRouteToHostException) {
            return "there is no way to that host";
        }
        return e instanceof ConnectException
                ? "nobody listens there"
                : "the connection broke (" + e.getClass().getSimpleName() + ")";
    }
}
