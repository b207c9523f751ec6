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

    /** Types of numbers (HL7 table 0203) that may be given to another person by mistake: medical record, temporary, internal, account. */
    private static final Set<String> OF_HOSPITALS = Set.of("MR", "MRT", "PI", "PT", "AN");

    private static final Set<String> SEXES = Set.of("male", "female");

    private Persons() {}

    /**
     * Whether these are surely two people: by different national numbers, and by name or birth date as well, for where only the
     * number differs it may have been corrected. Or by name, birth date and sex all at once, unless they share the number of a paper.
     */
    static boolean areTwo(JsonNode one, JsonNode other) {
        Map<String, Set<String>> numbers = national(one);
        Map<String, Set<String>> others = national(other);
        boolean numbersDiffer = others.entrySet().stream()
                .anyMatch(number -> differ(numbers.getOrDefault(number.getKey(), Set.of()), number.getValue()));
        Set<String> papers = papers(one);
        boolean paperIsShared = papers(other).stream().anyMatch(papers::contains);
        boolean namesDiffer = differ(names(one), names(other));
        boolean birthsDiffer = datesDiffer(
                one.path("birthDate").asText(), other.path("birthDate").asText());
        boolean sexesDiffer = SEXES.contains(one.path("gender").asText())
                && SEXES.contains(other.path("gender").asText())
                && differ(texts(one.path("gender")), texts(other.path("gender")));
        return numbersDiffer && (namesDiffer || birthsDiffer)
                || !paperIsShared && namesDiffer && birthsDiffer && sexesDiffer;
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

    /** Numbers that no hospital gives: national ones, of passports and other papers. */
    private static Set<String> papers(JsonNode patient) {
        Set<String> papers = new HashSet<>();
        for (JsonNode identifier : patient.path("identifier")) {
            String code =
                    identifier.path("type").path("coding").path(0).path("code").asText();
            if (!code.isEmpty() && !OF_HOSPITALS.contains(code)) {
                papers.add(Json.text(identifier, "system") + '|' + Json.text(identifier, "value"));
            }
        }
        return papers;
    }

    /** Of two dates, as far as both are known: a year alone may be any day of it. */
    private static boolean datesDiffer(String one, String other) {
        int known = Math.min(one.length(), other.length());
        return known > 0 && !one.substring(0, known).equals(other.substring(0, known));
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
