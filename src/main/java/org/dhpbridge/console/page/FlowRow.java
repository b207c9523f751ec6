package org.dhpbridge.console.page;

import java.time.Instant;
import org.dhpbridge.ledger.Pause;

/**
 * Delivery, or a source.
 *
 * @param target as {@link Pause#target()} names it
 * @param source its name; null for delivery
 * @param running whether a source is read on this bridge
 * @param last when a source brought its newest message; null when it never did
 * @param pause null when nobody paused it
 */
public record FlowRow(String target, String source, boolean running, Instant last, Pause pause) {

    /** {@code paused}, {@code open}, {@code running} or {@code stopped}. */
    public String state() {
        if (pause != null) {
            return "paused";
        }
        return source == null ? "open" : running ? "running" : "stopped";
    }
}
