package org.dhpbridge.mllp;

import java.io.IOException;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.dhpbridge.kernel.OnceAMinute;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who connected to a port and could not agree on TLS. A port scanner or the probe of a load balancer does so again and again: all
 * of them are one line a minute, with their addresses, so that a sender whose certificate is wrong is not lost among them.
 */
final class FailedHandshakes {

    private static final Logger LOG = LoggerFactory.getLogger(FailedHandshakes.class);
    private static final int MOST_NAMED = 5;

    private final String source;
    private final OnceAMinute turn;
    private final Map<String, Integer> byAddress = new LinkedHashMap<>();
    private int others;

    /**
     * @param source name of the port's source
     * @param nanoTime as {@link System#nanoTime}
     */
    FailedHandshakes(String source, LongSupplier nanoTime) {
        this.source = source;
        turn = new OnceAMinute(nanoTime);
    }

    synchronized void failed(InetAddress sender, IOException why) {
        String address = sender.getHostAddress();
        if (byAddress.size() < MOST_NAMED || byAddress.containsKey(address)) {
            byAddress.merge(address, 1, Integer::sum);
        } else {
            others++;
        }
        if (turn.isDue()) {
            LOG.warn(
                    "The source {} could not agree on TLS with {} ({}). This is said once a minute",
                    source,
                    senders(),
                    why.getClass().getSimpleName());
            byAddress.clear();
            others = 0;
        }
    }

    private String senders() {
        String named = byAddress.entrySet().stream()
                .map(one -> one.getKey() + (one.getValue() == 1 ? "" : " (" + one.getValue() + " times)"))
                .collect(Collectors.joining(", "));
        return others == 0 ? named : named + " and others (" + others + " times)";
    }
}
