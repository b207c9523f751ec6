package org.dhpbridge.pipeline.queue;

import org.dhpbridge.kernel.Digests;
import org.dhpbridge.pipeline.ParameterText;
import org.dhpbridge.pipeline.WireSource;
import org.dhpbridge.source.SourceFiles;

/** A queue of a broker. A message of it is known by the queue and its id. */
abstract class QueueSource extends WireSource {

    private static final int LONGEST_ID = 100;

    private String queue = "";

    QueueSource(SourceFiles files) {
        super(files);
    }

    /** @param queue its name at the broker */
    public void setQueue(String queue) {
        this.queue = ParameterText.of(queue);
    }

    /**
     * Where a message came from, for people.
     *
     * @param id what the sender wrote as its id; null when it wrote none
     */
    final String place(String id) {
        return occasion(id).isEmpty() ? queue : queue + " " + occasion(id);
    }

    /**
     * What tells a message from another with equal rows, the same when it is redelivered. An id is the sender's text: one that is
     * long, or not fit for a log, goes by its digest.
     */
    static String occasion(String id) {
        if (id == null || id.isBlank()) {
            return "";
        }
        boolean plain = id.length() <= LONGEST_ID && id.chars().allMatch(c -> c > ' ' && c < 0x7F);
        return plain ? id : Digests.sha256Hex(id);
    }
}
