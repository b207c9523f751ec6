package org.dhpbridge.pipeline;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Whether the processors that the JVM may use have no time left, whoever uses them. Safe for many threads. */
@Component
class ProcessorLoad {

    private static final double BUSY = 0.85;

    /** Processors are counted in hundredths of a second: of less time the share would be coarse. */
    private static final Duration LOOK = Duration.ofMillis(200);

    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private long next = System.nanoTime();
    private boolean busy;

    /** As it was when it was looked at last, at most 0.2 s ago; false where the system does not say it. */
    synchronized boolean isBusy() {
        long now = System.nanoTime();
        if (now - next >= 0) {
            next = now + LOOK.toNanos();
            busy = system.getCpuLoad() > BUSY;
        }
        return busy;
    }
}
