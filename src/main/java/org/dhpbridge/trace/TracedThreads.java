package org.dhpbridge.trace;

import io.opentelemetry.context.Context;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import org.apache.camel.spi.ThreadPoolFactory;
import org.apache.camel.spi.ThreadPoolProfile;

/** What Camel hands to another thread goes on in the same trace there. */
final class TracedThreads implements ThreadPoolFactory {

    private final ThreadPoolFactory untraced;

    TracedThreads(ThreadPoolFactory untraced) {
        this.untraced = untraced;
    }

    @Override
    public ExecutorService newCachedThreadPool(ThreadFactory threads) {
        return Context.taskWrapping(untraced.newCachedThreadPool(threads));
    }

    @Override
    public ExecutorService newThreadPool(ThreadPoolProfile profile, ThreadFactory threads) {
        return Context.taskWrapping(untraced.newThreadPool(profile, threads));
    }

    @Override
    public ScheduledExecutorService newScheduledThreadPool(ThreadPoolProfile profile, ThreadFactory threads) {
        return Context.taskWrapping(untraced.newScheduledThreadPool(profile, threads));
    }
}
