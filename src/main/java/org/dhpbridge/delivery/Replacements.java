package org.dhpbridge.delivery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.dhpbridge.delivery.Seen.KnownPatient;
import org.dhpbridge.delivery.merge.Merge.Merged;
import org.dhpbridge.ledger.Links.Key;
import org.dhpbridge.ledger.Links.Link;

/**
 * Who is replaced by whom once a merge (HL7 A40 and its like) is delivered, whichever of several merges came first. Each patient
 * is replaced as the newest merge of him says. A merge of two who were merged the other way round before undoes that; of merges
 * that lead in a circle the newest one's survivor stays. When each was merged, and whom he replaced, stands in the link register
 * behind what was said of him ({@link org.dhpbridge.delivery.merge.Statements}).
 */
final class Replacements {

    /** The part of a patient of which a merge speaks. */
    static final String PART = "Patient.link";

    /**
     * What holds of a patient.
     *
     * @param by the reference to the one who replaces him; null when he is used
     * @param since when that was said; null when it is not known
     */
    record Replacement(String by, Instant since) {

        private static final Replacement NONE = new Replacement(null, null);

        private boolean isAfter(Instant time) {
            return since != null && time != null && since.isAfter(time);
        }

        /** What is to be remembered of it. */
        Map<String, Instant> times() {
            return since == null ? Map.of() : Map.of(PART, since);
        }
    }

    private final Batch batch;
    private final Seen seen;
    private final Instant time;
    private final Map<String, Replacement> standing = new HashMap<>();
    private final Map<String, Replacement> decided = new LinkedHashMap<>();
    private final Map<BatchEntry, Map<String, Instant>> merges = new HashMap<>();
    private final Set<BatchEntry> overtaken = new HashSet<>();

    private Replacements(Batch batch, Seen seen, Instant time) {
        this.batch = batch;
        this.seen = seen;
        this.time = time;
    }

    /** @param eventTime null when it is not known: then the message is the newest */
    static Replacements of(Batch batch, Seen seen, Instant eventTime) {
        Replacements replacements = new Replacements(batch, seen, eventTime);
        if (batch.merges()) {
            seen.patients().forEach(replacements::stands);
            batch.entries().stream().filter(BatchEntry::saysReplaced).forEach(replacements::decide);
        }
        return replacements;
    }

    /** What holds of a patient now; null when that does not change, as with every message that merges nobody. */
    private Replacement of(BatchEntry entry) {
        return decided.isEmpty() ? null : decided.get(node(entry));
    }

    /** What is to be remembered of a patient with the message: parts, and when they were spoken of. */
    Map<String, Instant> merges(BatchEntry entry) {
        Map<String, Instant> parts = merges.getOrDefault(entry, Map.of());
        Replacement now = of(entry);
        if (now == null || now.since() == null) {
            return parts;
        }
        Map<String, Instant> all = new HashMap<>(parts);
        all.putAll(now.times());
        return all;
    }

    /** A patient as somebody says he is, replaced by whom he is replaced now. */
    ObjectNode in(BatchEntry entry, ObjectNode patient) {
        Replacement now = of(entry);
        return now == null ? patient : Survivors.replaced(patient, now.by());
    }

    /** The record of a patient into which a message was merged, and what it is to be remembered by, with who replaces him now. */
    Merged in(BatchEntry entry, Merged merged) {
        Map<String, Instant> parts = merges(entry);
        boolean isOvertaken = overtaken.contains(entry);
        ObjectNode now = in(entry, merged.resource());
        if (now == merged.resource() && parts.isEmpty() && !isOvertaken) {
            return merged;
        }
        Set<String> outdated = new TreeSet<>(merged.outdated());
        if (isOvertaken) {
            outdated.add(PART);
        }
        return new Merged(now, merged.owned().withTimes(parts), outdated);
    }

    /** Whether the two that the message merges are one record already. */
    boolean isOne(BatchEntry entry) {
        BatchEntry survivor = survivor(entry);
        return survivor != null && node(entry).equals(node(survivor));
    }

    /** Patients whom the message does not name, and of whom something else holds now. */
    Map<String, Replacement> others() {
        Map<String, Replacement> others = new LinkedHashMap<>(decided);
        batch.entries().forEach(entry -> others.remove(node(entry)));
        return others;
    }

    private void stands(String patient, KnownPatient known) {
        String by = Survivors.replacedBy(known.current().resource()).orElse(null);
        Instant since = known.owned(patient).statements().lastOf(patient, PART);
        Instant newest = known.links().stream()
                .max(Freshness::compare)
                .map(Link::eventTime)
                .orElse(null);
        standing.put(patient, new Replacement(by, since == null && by != null ? newest : since));
    }

    private void decide(BatchEntry replaced) {
        BatchEntry survivor = survivor(replaced);
        if (survivor == null || isOne(replaced)) {
            return;
        }
        String from = node(replaced);
        String to = node(survivor);
        keys(replaced).forEach(key -> tell(survivor, replacing(key), time));
        Instant undone = lastReplacing(from, survivor);
        if (at(from).isAfter(time)) {
            overtaken.add(replaced);
        } else if (undone != null && time != null && undone.isAfter(time)) {
            overtaken.add(replaced);
            put(from, new Replacement(null, undone));
        } else {
            put(from, new Replacement(to, time));
        }
        if (at(to).by() != null && !at(to).isAfter(time) && ledTo(to, from)) {
            put(to, new Replacement(null, time));
        }
        breakCircle(from);
    }

    private BatchEntry survivor(BatchEntry replaced) {
        return Survivors.replacedBy(replaced.resource()).map(batch::entry).orElse(null);
    }

    private String node(BatchEntry entry) {
        String id = seen.of(entry).serverId();
        return id == null ? entry.localReference() : entry.type() + "/" + id;
    }

    private Replacement at(String patient) {
        return standing.getOrDefault(patient, Replacement.NONE);
    }

    private void put(String patient, Replacement replacement) {
        standing.put(patient, replacement);
        decided.put(patient, replacement);
    }

    private void tell(BatchEntry entry, String part, Instant when) {
        if (when != null) {
            merges.computeIfAbsent(entry, e -> new LinkedHashMap<>()).put(part, when);
        }
    }

    private static String replacing(Key key) {
        return PART + '\n' + key.system() + '|' + key.value();
    }

    private Set<Key> keys(BatchEntry entry) {
        Set<Key> keys = new LinkedHashSet<>(entry.keys());
        KnownPatient known = seen.patients().get(node(entry));
        if (known != null) {
            keys.addAll(BatchEntry.keysOf(known.current().resource()));
        }
        return keys;
    }

    /** When a patient was last said to replace the one who is to replace him now; null when he never was. */
    private Instant lastReplacing(String patient, BatchEntry other) {
        KnownPatient known = seen.patients().get(patient);
        Instant last = null;
        for (Key key : known == null ? Set.<Key>of() : keys(other)) {
            Instant at = known.owned(patient).statements().lastOf(patient, replacing(key));
            last = last == null || at != null && at.isAfter(last) ? at : last;
        }
        return last;
    }

    /** Whether merges before this one led from one patient to the other. */
    private boolean ledTo(String from, String to) {
        Set<String> chain = new HashSet<>();
        for (String at = from; at != null && chain.add(at); at = at(at).by()) {
            if (at(at).isAfter(time)) {
                return false;
            }
            if (to.equals(at(at).by())) {
                return true;
            }
        }
        return false;
    }

    /** In a circle, whoever survived the newest of its merges is used. */
    private void breakCircle(String start) {
        Set<String> chain = new LinkedHashSet<>();
        String at = start;
        while (at != null && chain.add(at)) {
            at = at(at).by();
        }
        if (!start.equals(at)) {
            return;
        }
        String newest = start;
        for (String one : chain) {
            Instant since = at(one).since();
            if (since != null
                    && at(newest).since() != null
                    && since.isAfter(at(newest).since())) {
                newest = one;
            }
        }
        put(at(newest).by(), new Replacement(null, at(newest).since()));
    }
}
