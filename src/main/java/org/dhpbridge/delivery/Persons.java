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

    private static final Set<String> SEXES = Set.of("male", "female");

    private Persons() {}

    /**
     * Whether these are surely two people: by different national numbers, and by name or birth date as well, for where only the
     * number differs it may have been corrected. Or by name, birth date and sex all at once, unless they share a national number.
     */
    static boolean areTwo(JsonNode one, JsonNode other) {
        Map<String, Set<String>> numbers = national(one);
        Map<String, Set<String>> others = national(other);
        boolean numbersDiffer = others.entrySet().stream()
                .anyMatch(number -> differ(numbers.getOrDefault(number.getKey(), Set.of()), number.getValue()));
        boolean numberIsShared = others.entrySet().stream().anyMatch(number -> number.getValue().stream()
                .anyMatch(numbers.getOrDefault(number.getKey(), Set.of())::contains));
        boolean namesDiffer = differ(names(one), names(other));
        boolean birthsDiffer = differ(texts(one.path("birthDate")), texts(other.path("birthDate")));
        boolean sexesDiffer = SEXES.contains(one.path("gender").asText())
                && SEXES.contains(other.path("gender").asText())
                && differ(texts(one.path("gender")), texts(other.path("gender")));
        return numbersDiffer && (namesDiffer || birthsDiffer)
                || !numberIsShared && namesDiffer && birthsDiffer && sexesDiffer;
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
