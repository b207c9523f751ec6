package org.dhpbridge.delivery.wire;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.DefaultThreadPoolFactory;

/**
 * Camel's threads as ever, but none for the FHIR component: it hands every call to a thread of its own, and whoever asks
 * waits for that all the while.
 */
final class CamelThreads extends DefaultThreadPoolFactory {

    /** The name that Camel's FHIR component gives its threads' profile. */
    static final String CAMEL_FHIR = "CamelFhir";

    @Override
    public ScheduledExecutorService newScheduledThreadPool(ThreadPoolProfile profile, ThreadFactory threads) {
        return CAMEL_FHIR.equals(profile.getId())
                ? new CallersThread(threads)
                : super.newScheduledThreadPool(profile, threads);
    }
}
