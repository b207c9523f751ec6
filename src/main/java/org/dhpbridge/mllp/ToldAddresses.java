package org.dhpbridge.mllp;

import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Addresses that the log told of in the last minute: who is refused tries again at once, and would fill it. Used by one thread. */
final class ToldAddresses {

    private static final long PAUSE = Duration.ofMinutes(1).toNanos();
    private static final int REMEMBERED = 1000;

    private final Map<InetAddress, Long> told = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Long> eldest) {
            return size() > REMEMBERED;
        }
    };

    /**
     * @param now as {@link System#nanoTime}
     * @return whether the log is to tell of it now
     */
    boolean isDue(InetAddress address, long now) {
        Long before = told.get(address);
        if (before != null && now - before < PAUSE) {
            return false;
        }
        told.put(address, now);
        return true;
    }
}
