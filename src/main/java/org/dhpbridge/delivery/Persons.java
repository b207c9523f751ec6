package org.dhpbridge.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.dhpbridge.delivery.json.Json;

/** Tells whether two Patients can be one person. */
final class Persons {

    /** National unique individual identifier (HL7 table 0203): a person has one of a system, for life. */
    private static final String NATIONAL = "NI";

    private Persons() {}

    /**
     * Whether these are surely two people: by different national numbers, and by name or birth date as well, for where only the
     * number differs it may have been corrected.
     */
    static boolean areTwo(JsonNode one, JsonNode other) {
        Map<String, Set<String>> numbers = national(one);
        boolean numbersDiffer = national(other).entrySet().stream()
                .anyMatch(number -> differ(numbers.getOrDefault(number.getKey(), Set.of()), number.getValue()));
        return numbersDiffer
                && (differ(names(one), names(other))
                        || differ(texts(one.path("birthDate")), texts(other.path("birthDate"))));
    }

    /** Whether both say something, and nothing of it is the same. */
    private static boolean differ(Set<String> one, Set<String> other) {
        return !one.isEmpty() && !other.isEmpty() && one.stream().noneMatch(other::contains);
    }

    private static Map<String, Set<String>> national(JsonNode patient) {
        Map<String, Set<String>> numbers = new HashMap<>();
        for (JsonNode identifier : patient.path("identifier")) {
            String value = Json.text(identifier, "value");
            for (JsonNode coding : identifier.path("type").path("coding")) {
                if (value != null && NATIONAL.equals(Json.text(coding, "code"))) {
                    numbers.computeIfAbsent(String.valueOf(Json.text(identifier, "system")), s -> new HashSet<>())
                            .add(value);
                }
            }
        }
        return numbers;
    }

    private static Set<String> names(JsonNode patient) {
        Set<String> names = new HashSet<>();
        for (JsonNode name : patient.path("name")) {
            String family = Json.text(name, "family");
            String firstName = name.path("given").path(0).asText();
            if (family != null && !firstName.isEmpty()) {
                names.add((family + ' ' + firstName).toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }

    private static Set<String> texts(JsonNode value) {
        return value.isTextual() ? Set.of(value.textValue()) : Set.of();
    }
}
