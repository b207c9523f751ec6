package org.dhpbridge.trace;

import io.opentelemetry.context.Context;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.DefaultThreadPoolFactory;

/** What Camel hands to another thread, as a call of its FHIR component, goes on in the same trace there. */
final class TracedThreads extends DefaultThreadPoolFactory {

    @Override
    public ExecutorService newCachedThreadPool(ThreadFactory threads) {
        return Context.taskWrapping(super.newCachedThreadPool(threads));
    }

    @Override
    public ExecutorService newThreadPool(
            int size,
            int most,
            long keepAlive,
            TimeUnit unit,
            int longestQueue,
            boolean coreTimeOut,
            RejectedExecutionHandler rejected,
            ThreadFactory threads) {
        return Context.taskWrapping(
                super.newThreadPool(size, most, keepAlive, unit, longestQueue, coreTimeOut, rejected, threads));
    }

    @Override
    public ScheduledExecutorService newScheduledThreadPool(ThreadPoolProfile profile, ThreadFactory threads) {
        return Context.taskWrapping(super.newScheduledThreadPool(profile, threads));
    }
}
