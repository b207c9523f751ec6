package org.dhpbridge.delivery.merge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.dhpbridge.delivery.json.Json;

/**
 * When a source last spoke of each part of a record that many sources write (a Patient): of the birth date, of the phone at
 * home, of the official name. Of a part the newest word counts and stays, whichever message comes first; what only an older message
 * says is added. So the same messages end in the same record in any order.
 *
 * <p>The link register keeps the times behind what is ours ({@link Owned}), in one text: a part as a short hash, then its time.
 */
public final class Told {

    /** Nothing was told yet, or nothing of it is remembered. */
    public static final Told NOTHING = new Told(Map.of());

    /** Types whose records several sources write. Of the others a record is one statement, and the newest counts as a whole. */
    private static final Set<String> SHARED = Set.of("Patient");

    /** What says which record it is, what only adds up, and what an event decides and not a later word. */
    private static final Set<String> ALWAYS = Set.of("resourceType", "id", "meta", "language", "text", "link", "active");

    /** Of a choice there is one: {@code deceasedBoolean} and {@code deceasedDateTime} are one part. */
    private static final List<String> CHOICES = List.of("deceased", "multipleBirth");

    private static final char BEHIND_OWNED = '|';
    private static final int HASH_LENGTH = 8;
    private static final int TIME_LENGTH = 9;
    private static final int RADIX = 36;

    private final Map<String, Instant> times;

    private Told(Map<String, Instant> times) {
        this.times = times;
    }

    /**
     * The part of what a message says that nothing newer was said of.
     *
     * @param said without the stale parts
     * @param stale names of the elements that were left out in part or whole, as {@code address}; empty when nothing was
     * @param told as it is once the fresh part is written
     */
    public record Fresh(ObjectNode said, Set<String> stale, Told told) {}

    /** Whether freshness is a matter of parts for a type. */
    public static boolean isShared(String type) {
        return SHARED.contains(type);
    }

    /** @param stored what the links of the record remember, each null or a text that may hold times */
    public static Told read(Collection<String> stored) {
        Map<String, Instant> times = new HashMap<>();
        for (String text : stored) {
            int behind = text == null ? -1 : text.indexOf(BEHIND_OWNED);
            for (int at = behind + 1; behind >= 0 && at + HASH_LENGTH + TIME_LENGTH <= text.length(); ) {
                String part = text.substring(at, at + HASH_LENGTH);
                at += HASH_LENGTH;
                Instant time = Instant.ofEpochMilli(Long.parseLong(text.substring(at, at + TIME_LENGTH), RADIX));
                at += TIME_LENGTH;
                times.merge(part, time, (one, other) -> one.isAfter(other) ? one : other);
            }
        }
        return times.isEmpty() ? NOTHING : new Told(times);
    }

    /** A stored text without the times: what is ours. */
    static String ownedIn(String stored) {
        int behind = stored.indexOf(BEHIND_OWNED);
        return behind < 0 ? stored : stored.substring(0, behind);
    }

    /** For the link register, behind what is ours; empty when nothing is known. */
    String stored() {
        if (times.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder().append(BEHIND_OWNED);
        new TreeMap<>(times).forEach((part, time) -> {
            String millis = Long.toString(Math.max(0, time.toEpochMilli()), RADIX);
            text.append(part).append("0".repeat(TIME_LENGTH - millis.length())).append(millis);
        });
        return text.toString();
    }

    /**
     * @param said what a message says of a record of a shared type
     * @param there the record as it is; null when it is new
     * @param eventTime of the message; null when it is not known: then all of it is fresh
     * @param newest when the newest message of the record was; null when that is not known. It counts for parts that are there and
     *     of which no time is remembered
     */
    public Fresh fresh(ObjectNode said, ObjectNode there, Instant eventTime, Instant newest, Entries entries) {
        if (eventTime == null) {
            return new Fresh(said, Set.of(), this);
        }
        Instant time = Instant.ofEpochMilli(eventTime.toEpochMilli());
        String type = Json.text(said, "resourceType");
        Set<String> known = there == null || newest == null ? Set.of() : parts(type, there, entries);
        Map<String, Instant> then = new HashMap<>(times);
        Set<String> stale = new LinkedHashSet<>();
        ObjectNode fresh = Json.object();
        for (Map.Entry<String, JsonNode> field : said.properties()) {
            String name = field.getKey();
            List<JsonNode> kept = list(field.getValue()).stream()
                    .filter(entry -> isFresh(parts(type, name, entry, entries), known, time, newest, then))
                    .toList();
            if (kept.size() < list(field.getValue()).size()) {
                stale.add(element(name));
            }
            if (field.getValue().isArray() && !kept.isEmpty()) {
                fresh.set(name, fresh.arrayNode().addAll(kept));
            } else if (!kept.isEmpty()) {
                fresh.set(name, field.getValue());
            }
        }
        return new Fresh(fresh, stale, new Told(then));
    }

    /** An entry may speak for several parts; it is stale when something newer was said of one of them. */
    private boolean isFresh(
            Set<String> parts, Set<String> known, Instant time, Instant newest, Map<String, Instant> then) {
        for (String part : parts) {
            Instant last = times.getOrDefault(part, known.contains(part) ? newest : null);
            if (last != null && last.isAfter(time)) {
                return false;
            }
        }
        parts.forEach(part -> then.put(part, time));
        return true;
    }

    private static Set<String> parts(String type, ObjectNode resource, Entries entries) {
        Set<String> all = new HashSet<>();
        for (Map.Entry<String, JsonNode> field : resource.properties()) {
            list(field.getValue()).forEach(entry -> all.addAll(parts(type, field.getKey(), entry, entries)));
        }
        return all;
    }

    /** What a value speaks of, hashed; nothing for what only ever adds up, and for what says that nothing is known. */
    private static Set<String> parts(String type, String name, JsonNode value, Entries entries) {
        String element = element(name);
        if (ALWAYS.contains(element) || Absence.saysUnknown(value)) {
            return Set.of();
        }
        Set<String> parts = new HashSet<>();
        if (entries.repeats(type, element)) {
            entries.kinds(type, element, value).forEach(kind -> parts.add(Owned.shortHash(element + '\n' + kind)));
        } else {
            parts.add(Owned.shortHash(element));
        }
        return parts;
    }

    private static String element(String name) {
        String element = name.startsWith("_") ? name.substring(1) : name;
        return CHOICES.stream().filter(element::startsWith).findFirst().orElse(element);
    }

    private static List<JsonNode> list(JsonNode value) {
        List<JsonNode> list = new ArrayList<>();
        (value instanceof ArrayNode array ? array : List.of(value)).forEach(list::add);
        return list;
    }
}
