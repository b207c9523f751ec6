package org.dhpbridge.delivery.merge;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which parts of one message are the newest word, and when each part was last spoken of once it is merged. */
final class Recency {

    /** Everything is the newest word, and nothing is remembered. */
    static final Recency ALWAYS = new Recency("", Statements.NONE, null);

    private final String reference;
    private final Instant time;
    private final Map<String, Instant> before;
    private final Map<String, Instant> then;
    private final Set<String> outdated = new TreeSet<>();

    /**
     * @param reference the record
     * @param statements when its parts were last spoken of
     * @param time of the message; null when it is not known: then all of it is the newest word
     */
    Recency(String reference, Statements statements, Instant time) {
        this.reference = reference;
        this.time = time == null ? null : Statements.storable(time);
        this.before = statements.times();
        this.then = new HashMap<>(before);
    }

    private Recency(Recency of) {
        reference = of.reference;
        time = of.time;
        before = of.before;
        then = of.then;
    }

    /** Of the same message, when what it says is there already: it is spoken of, and nothing of it is outdated. */
    Recency ofWhatIsThere() {
        return new Recency(this);
    }

    boolean isKept() {
        return time != null;
    }

    /** Whether nothing newer was said of a part; from now on the message has spoken of it. */
    boolean recordIfNewest(String part) {
        if (time == null) {
            return true;
        }
        String hash = Statements.hash(reference, part);
        boolean newest = !isAfterTime(before.get(hash));
        if (newest) {
            then.put(hash, time);
        }
        return newest;
    }

    /** Whether something newer was said of a part. */
    boolean saidLater(String part) {
        return time != null && isAfterTime(before.get(Statements.hash(reference, part)));
    }

    private boolean isAfterTime(Instant last) {
        return last != null && last.isAfter(time);
    }

    /** What the message says of an element is not taken, for something newer was said of it. */
    void outdated(String path) {
        outdated.add(path);
    }

    Set<String> outdated() {
        return outdated;
    }

    Statements statements() {
        return Statements.of(then);
    }
}
