package org.dhpbridge.delivery.merge;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * When sources last spoke of each part of a record that many sources write (a Patient, a RelatedPerson): of the birth date, of the phone at home,
 * of the official name. The newest word of a part counts and stays, whichever message comes first; what only an older message
 * says is added. So the same messages end in the same record in any order.
 *
 * <p>The link register keeps the times behind what is ours ({@link Owned}), in one text: a time, then the parts of that time, each
 * a short hash that nothing can be read from. Immutable.
 */
public final class Statements {

    /** Nothing was stated yet, or nothing of it is remembered. */
    public static final Statements NONE = new Statements(Map.of());

    /** Types whose records several sources write. Of the others a record is one statement, and the newest counts as a whole. */
    private static final Set<String> SHARED = Set.of("Patient", "RelatedPerson");

    private static final String SEPARATOR = "|";

    /** 30 bits: among the dozens of parts of one record no two are the same by chance. */
    private static final int HASH_LENGTH = 5;

    private static final int TIME_LENGTH = 9;
    private static final int RADIX = 36;

    private final Map<String, Instant> times;

    private Statements(Map<String, Instant> times) {
        this.times = times;
    }

    /** Whether freshness is a matter of parts for a resource type. */
    public static boolean isShared(String type) {
        return SHARED.contains(type);
    }

    static Statements of(Map<String, Instant> times) {
        return times.isEmpty() ? NONE : new Statements(Map.copyOf(times));
    }

    /** @param stored what the links of a record remember, each null or a text that may hold times */
    static Statements read(Collection<String> stored) {
        Map<String, Instant> times = new HashMap<>();
        for (String text : stored) {
            String[] groups = text == null ? new String[0] : text.split("\\|");
            for (int i = 1; i < groups.length; i++) {
                Instant time = Instant.ofEpochMilli(Long.parseLong(groups[i], 0, TIME_LENGTH, RADIX));
                for (int at = TIME_LENGTH; at + HASH_LENGTH <= groups[i].length(); at += HASH_LENGTH) {
                    times.merge(groups[i].substring(at, at + HASH_LENGTH), time, Statements::later);
                }
            }
        }
        return of(times);
    }

    /** A stored text without the times: what is ours. */
    static String ownedIn(String stored) {
        int end = stored.indexOf(SEPARATOR);
        return end < 0 ? stored : stored.substring(0, end);
    }

    /** For the link register, behind what is ours; empty when nothing is known. */
    String stored() {
        Map<Instant, Set<String>> parts = new TreeMap<>();
        times.forEach((part, time) ->
                parts.computeIfAbsent(time, t -> new TreeSet<>()).add(part));
        StringBuilder text = new StringBuilder();
        parts.forEach((time, of) -> {
            String millis = Long.toString(time.toEpochMilli(), RADIX);
            text.append(SEPARATOR)
                    .append("0".repeat(TIME_LENGTH - millis.length()))
                    .append(millis)
                    .append(String.join("", of));
        });
        return text.toString();
    }

    /** When a part was last spoken of; null when that is not known. */
    public Instant lastOf(String reference, String part) {
        return times.get(hash(reference, part));
    }

    /** @param time null when it is not known: then nothing is remembered of it */
    Statements with(String reference, String part, Instant time) {
        if (time == null) {
            return this;
        }
        Map<String, Instant> then = new HashMap<>(times);
        then.put(hash(reference, part), storable(time));
        return of(then);
    }

    /** These times, and others of parts of which these know nothing. */
    Statements over(Statements others) {
        Map<String, Instant> both = new HashMap<>(others.times);
        both.putAll(times);
        return of(both);
    }

    /** The times that were not known before, or were others. */
    Statements since(Statements before) {
        Map<String, Instant> news = new HashMap<>(times);
        news.entrySet().removeAll(before.times.entrySet());
        return of(news);
    }

    boolean isEmpty() {
        return times.isEmpty();
    }

    Map<String, Instant> times() {
        return times;
    }

    /** As it can be stored: to the millisecond, and not before 1970. */
    static Instant storable(Instant time) {
        return Instant.ofEpochMilli(Math.max(0, time.toEpochMilli()));
    }

    /**
     * @param reference the record, so that the same phone of two people is not the same hash
     * @param part as {@code Patient.birthDate}
     */
    static String hash(String reference, String part) {
        return Owned.shortHash(reference + '\n' + part).substring(0, HASH_LENGTH);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Statements statements && statements.times.equals(times);
    }

    @Override
    public int hashCode() {
        return times.hashCode();
    }
}
