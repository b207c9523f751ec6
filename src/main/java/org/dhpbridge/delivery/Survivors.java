package org.dhpbridge.delivery;

import com.fasterxml.jackson.databind.JsonNode;
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
