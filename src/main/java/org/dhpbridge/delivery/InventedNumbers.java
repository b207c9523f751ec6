package org.dhpbridge.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dhpbridge.delivery.json.Json;
import org.dhpbridge.kernel.StableId;
import org.dhpbridge.ledger.Links.Key;

/**
 * What a record that brings no number of its own, as an allergy, is called: the mapping makes a number of the patient's id, which
 * is made of the number that the message names first, and of what the record is about. The same record of a message that names
 * another number first would be called otherwise; here is how.
 */
final class InventedNumbers {

    private final List<StableId> made;
    private final Map<String, Map<String, String>> ofPatients = new HashMap<>();

    /** @param made the ids of the message, each after those that its name holds */
    InventedNumbers(List<StableId> made) {
        this.made = made;
    }

    /** Identifiers of an entry that were made of its patient's id; mostly none. */
    Set<Key> of(BatchEntry entry) {
        Set<Key> invented = new LinkedHashSet<>();
        String patient = patientId(entry);
        if (patient != null) {
            Map<String, String> changed = ofPatients.computeIfAbsent(patient, id -> changed(id, ""));
            entry.keys().stream()
                    .filter(key -> !replaced(key.value(), changed).equals(key.value()))
                    .forEach(invented::add);
        }
        return invented;
    }

    /**
     * What the identifiers of an entry that were made of its patient's id would be for other numbers of the patient.
     *
     * @param numbers of the patient, those that the message names included
     * @return without the entry's own, in the order of the numbers
     */
    Set<Key> others(BatchEntry entry, Collection<Key> numbers) {
        Set<Key> others = new LinkedHashSet<>();
        Set<Key> invented = of(entry);
        if (!invented.isEmpty()) {
            for (Key number : numbers) {
                String other = StableId.of(number.resourceType(), number.system(), number.value())
                        .value();
                Map<String, String> changed = changed(patientId(entry), other);
                invented.forEach(
                        key -> others.add(new Key(key.resourceType(), key.system(), replaced(key.value(), changed))));
            }
        }
        others.removeAll(entry.keys());
        return others;
    }

    /**
     * A record keeps the number that was invented for it first, whichever of the patient's numbers a message names first.
     *
     * @param said of the record; stays as it is, for it shares its identifiers with the message's resource
     * @param there the record on the platform
     * @return what is said, with the number that the record has there
     */
    ObjectNode kept(BatchEntry entry, ObjectNode said, JsonNode there) {
        Set<Key> invented = of(entry);
        if (invented.isEmpty()) {
            return said;
        }
        Set<Key> kept = BatchEntry.keysOf(there);
        Set<Key> named = BatchEntry.keysOf(said);
        ObjectNode keeping = Json.without(said, "identifier");
        ArrayNode identifiers = keeping.putArray("identifier");
        for (JsonNode identifier : said.path("identifier")) {
            String system = Json.text(identifier, "system");
            boolean isNew = invented.stream()
                    .anyMatch(key -> key.system().equals(system)
                            && key.value().equals(Json.text(identifier, "value"))
                            && !kept.contains(key));
            Optional<Key> first = kept.stream()
                    .filter(key -> isNew && key.system().equals(system) && !named.contains(key))
                    .findFirst();
            identifiers.add(first.<JsonNode>map(key -> ((ObjectNode) identifier.deepCopy()).put("value", key.value()))
                    .orElse(identifier));
        }
        return keeping;
    }

    private static String patientId(BatchEntry entry) {
        return entry.subject()
                .filter(subject -> subject.startsWith("Patient/"))
                .map(subject -> subject.substring(subject.indexOf('/') + 1))
                .orElse(null);
    }

    /** What becomes of the ids when a patient has another one. */
    private Map<String, String> changed(String patient, String other) {
        Map<String, String> changed = new LinkedHashMap<>();
        changed.put(patient, other);
        for (StableId id : made) {
            String name = replaced(id.name(), changed);
            if (!name.equals(id.name())) {
                changed.put(id.value(), StableId.of(name).value());
            }
        }
        return changed;
    }

    private static String replaced(String text, Map<String, String> changed) {
        String result = text;
        for (Map.Entry<String, String> one : changed.entrySet()) {
            result = result.replace(one.getKey(), one.getValue());
        }
        return result;
    }
}
