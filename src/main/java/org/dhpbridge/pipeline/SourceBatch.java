package org.dhpbridge.pipeline;

import java.util.List;
import org.dhpbridge.source.SourceItem;

/** As much of an arrival as one ledger transaction takes. */
record SourceBatch(Arrival arrival, List<SourceItem> items) {

    /** Names nothing of what is in it. */
    @Override
    public String toString() {
        return items.size() + " of " + arrival;
    }
}
