package org.dhpbridge.mllp;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Of what the log told in the last minute: a sender that is refused tries again at once, and would fill it. Safe for many threads. */
public final class OnceAMinute {

    private static final long PAUSE = Duration.ofMinutes(1).toNanos();
    private static final int REMEMBERED = 1000;

    private final Map<Object, Long> told = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Long> eldest) {
            return size() > REMEMBERED;
        }
    };

    /**
     * @param what an address, or the name of a source
     * @return whether the log is to tell of it now
     */
    public boolean isDue(Object what) {
        return isDue(what, System.nanoTime());
    }

    /** @param now as {@link System#nanoTime} */
    synchronized boolean isDue(Object what, long now) {
        Long before = told.get(what);
        if (before != null && now - before < PAUSE) {
            return false;
        }
        told.put(what, now);
        return true;
    }
}
