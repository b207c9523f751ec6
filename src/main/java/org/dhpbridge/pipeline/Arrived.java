package org.dhpbridge.pipeline;

import org.dhpbridge.ledger.Received;

/** A source brought something, and the ledger has it. Told to whoever listens, in the thread that receives. */
public record Arrived(Arrival arrival, Received received) {

    /** The source's name. */
    public String source() {
        return arrival.source().name();
    }
}
