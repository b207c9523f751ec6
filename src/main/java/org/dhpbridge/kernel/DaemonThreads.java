package org.dhpbridge.kernel;

import java.util.concurrent.ThreadFactory;

/** Threads that keep no program from ending. */
public final class DaemonThreads {

    private DaemonThreads() {}

    /** @param name of each thread, as thread dumps and logs show it */
    public static ThreadFactory named(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
