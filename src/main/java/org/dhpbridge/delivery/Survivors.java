package org.dhpbridge.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
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
     * A patient as it is to be in a merge: without the link to a record that replaced it before, when the message does not say
     * that it still does; and active again when the message does not say that it is replaced.
     *
     * @param there not changed
     * @return the same when there is nothing to undo
     */
    static ObjectNode withoutReplacement(ObjectNode there, JsonNode said) {
        Optional<String> before = replacedBy(there);
        Optional<String> now = replacedBy(said);
        if (before.isEmpty() || before.equals(now)) {
            return there;
        }
        ObjectNode without = there.deepCopy();
        ArrayNode links = (ArrayNode) without.get("link");
        for (int i = links.size() - 1; i >= 0; i--) {
            if ("replaced-by".equals(Json.text(links.get(i), "type"))) {
                links.remove(i);
            }
        }
        if (links.isEmpty()) {
            without.remove("link");
        }
        return now.isPresent() ? without : without.put("active", true);
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
