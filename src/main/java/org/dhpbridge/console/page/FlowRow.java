package org.dhpbridge.console.page;

import java.time.Instant;
import org.dhpbridge.ledger.Pause;
import org.dhpbridge.pipeline.FilesAside;

/**
 * Delivery, or a source.
 *
 * @param target as {@link Pause#target()} names it
 * @param source its name; null for delivery
 * @param running whether a source is read on this bridge
 * @param last when a source brought its newest message; null when it never did
 * @param aside its files that could not be read; null for delivery and for a source that reads none
 * @param delivery how delivery is; null for a source
 * @param pause null when nobody paused it
 */
public record FlowRow(
        String target,
        String source,
        boolean running,
        Instant last,
        FilesAside.Aside aside,
        Snapshot.Delivery delivery,
        Pause pause) {

    /** Of a source: {@code paused}, {@code running} or {@code stopped}. */
    public String state() {
        return pause != null ? "paused" : running ? "running" : "stopped";
    }

    /** How the state is marked. */
    public String mark() {
        if (delivery != null) {
            return delivery.mark();
        }
        return pause != null ? "warn" : running ? "good" : "bad";
    }

    /** What a form says of the pause that the person saw; empty for none. */
    public String seen() {
        return pause == null ? "" : pause.stamp();
    }
}
