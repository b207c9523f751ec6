package org.dhpbridge.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dhpbridge.delivery.json.Json;

/** Patients that were merged: the record that is not used any more names the one that is (FHIR R5, Patient.link). */
final class Survivors {

    /** A chain of more records is not followed: somebody merges in a circle. */
    static final int LONGEST_CHAIN = 8;

    private Survivors() {}

    /** The reference to the record that replaces a patient; empty when it is not replaced, or is no Patient. */
    static Optional<String> replacedBy(JsonNode patient) {
        for (JsonNode link : patient.path("link")) {
            if ("replaced-by".equals(Json.text(link, "type"))) {
                return Optional.ofNullable(Json.text(link.path("other"), "reference"));
            }
        }
        return Optional.empty();
    }

    /**
     * A patient who is replaced by another one, or by nobody.
     *
     * @param patient not changed
     * @param by the one who is used now; null when that is the patient himself
     */
    static ObjectNode replaced(ObjectNode patient, String by) {
        ObjectNode replaced = patient.deepCopy();
        ArrayNode links = replaced.withArrayProperty("link");
        for (int i = links.size() - 1; i >= 0; i--) {
            if ("replaced-by".equals(Json.text(links.get(i), "type"))) {
                links.remove(i);
            }
        }
        if (by != null) {
            ObjectNode link = links.addObject();
            link.putObject("other").put("reference", by);
            link.put("type", "replaced-by");
        }
        if (links.isEmpty()) {
            replaced.remove("link");
        }
        return replaced.put("active", by == null);
    }

    /** What a message says of a patient but for whether he is replaced. @param said not changed */
    static ObjectNode withoutReplacement(ObjectNode said) {
        ObjectNode without = replaced(said, null);
        without.remove("active");
        return without;
    }

    /**
     * Which of several records a message means that names a number of each.
     *
     * @param candidates the references of the records
     * @param replacedBy the reference to the record that replaced each of these and others; without those that are used
     * @return empty when it may be several people
     */
    static Optional<String> used(Set<String> candidates, Map<String, String> replacedBy) {
        Map<String, String> last = last(replacedBy);
        Set<String> ends = new HashSet<>();
        for (String candidate : candidates) {
            ends.add(replacedBy.containsKey(candidate) ? last.get(candidate) : candidate);
        }
        if (ends.size() != 1 || ends.contains(null)) {
            return Optional.empty();
        }
        return candidates.stream()
                .filter(candidate -> !candidates.contains(replacedBy.getOrDefault(candidate, "")))
                .min(Comparator.comparing((String candidate) -> !ends.contains(candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /**
     * @param next the record that replaced each
     * @return for each the last of its chain; without those whose chain leads in a circle or is too long
     */
    static Map<String, String> last(Map<String, String> next) {
        Map<String, String> last = new HashMap<>();
        for (String patient : next.keySet()) {
            Set<String> chain = new LinkedHashSet<>();
            String at = patient;
            while (next.containsKey(at) && chain.add(at) && chain.size() <= LONGEST_CHAIN) {
                at = next.get(at);
            }
            if (!next.containsKey(at)) {
                last.put(patient, at);
            }
        }
        return last;
    }
}
