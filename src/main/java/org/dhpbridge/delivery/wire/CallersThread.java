package org.dhpbridge.delivery.wire;

import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;

/** Runs what is submitted at once, in the thread that hands it over. */
final class CallersThread extends ScheduledThreadPoolExecutor {

    /** @param threads for what is scheduled for later, which Camel's FHIR component never does */
    CallersThread(ThreadFactory threads) {
        super(1, threads);
    }

    @Override
    public Future<?> submit(Runnable task) {
        FutureTask<?> done = new FutureTask<>(task, null);
        done.run();
        return done;
    }
}
