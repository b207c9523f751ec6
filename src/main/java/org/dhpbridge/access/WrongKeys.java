package org.dhpbridge.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.dhpbridge.kernel.BoundedMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers from which addresses wrong keys came, and how long the next wrong one waits for its answer. The right key never
 * waits. Safe for many threads; remembers {@value #MOST} addresses, an IPv6 network of 64 bits as one.
 */
final class WrongKeys {

    static final int MOST = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(WrongKeys.class);
    private static final int AT_ONCE = 3;
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(2);
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);
    private static final String UNKNOWN = "an unknown address";

    private record Count(long keys, Instant last) {}

    private final Clock clock;
    private final Map<String, Count> counts = BoundedMap.byUse(MOST);

    WrongKeys(Clock clock) {
        this.clock = clock;
    }

    /**
     * Counts one more, and tells the log of the 1st, 10th, 100th … of an address.
     *
     * @param address of the sender, an IP address
     * @return how long its answer is to wait: nothing for the first three, then twice as long each time, at most two seconds
     */
    synchronized Duration count(String address) {
        Instant now = clock.instant();
        String network = Network.of(address).orElse(UNKNOWN);
        Count before = counts.get(network);
        long keys = before == null || before.last().plus(FORGOTTEN_AFTER).isBefore(now) ? 1 : before.keys() + 1;
        counts.put(network, new Count(keys, now));
        if (Long.toString(keys).matches("10*")) {
            LOG.warn(
                    "A request from {} had a wrong API key ({} so far). The right one stands in data/api-token under"
                            + " dhp.home, or in the file that dhp.api.token-file names.",
                    network,
                    keys);
        }
        if (keys <= AT_ONCE) {
            return Duration.ZERO;
        }
        long doublings = Math.min(keys - AT_ONCE - 1, 10);
        Duration wait = FIRST.multipliedBy(1L << doublings);
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
