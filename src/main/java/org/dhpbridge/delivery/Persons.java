package org.dhpbridge.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.dhpbridge.delivery.PersonNames.Resemblance;
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
     * number differs it may have been corrected. Or, unless they share the number of a paper, by another birth date and another name:
     * family and given name, or one of them and the sex.
     */
    static boolean areTwo(JsonNode one, JsonNode other) {
        Map<String, Set<String>> numbers = national(one);
        Map<String, Set<String>> others = national(other);
        boolean numbersDiffer = others.entrySet().stream()
                .anyMatch(number -> differ(numbers.getOrDefault(number.getKey(), Set.of()), number.getValue()));
        Resemblance names = PersonNames.compare(one, other);
        boolean namesDiffer = names == Resemblance.OTHER || names == Resemblance.PARTLY && sexesDiffer(one, other);
        return numbersDiffer && (names != Resemblance.SAME || birthsDiffer(one, other))
                || namesDiffer && birthsDiffer(one, other) && !sharePaper(one, other);
    }

    /**
     * Whether these may be two people, so that a person should know: all of the name is another, or part of it and the birth date. Who
     * share the number of a paper may have changed one of the two, and not both.
     */
    static boolean mayBeTwo(JsonNode one, JsonNode other) {
        Resemblance names = PersonNames.compare(one, other);
        boolean birthsDiffer = birthsDiffer(one, other);
        return sharePaper(one, other)
                ? names == Resemblance.OTHER && birthsDiffer
                : names == Resemblance.OTHER || names == Resemblance.PARTLY && birthsDiffer;
    }

    private static boolean sharePaper(JsonNode one, JsonNode other) {
        return !Collections.disjoint(papers(one), papers(other));
    }

    private static boolean sexesDiffer(JsonNode one, JsonNode other) {
        String sex = one.path("gender").asText();
        String others = other.path("gender").asText();
        return SEXES.contains(sex) && SEXES.contains(others) && !sex.equals(others);
    }

    /** Whether both say something, and nothing of it is the same. */
    private static boolean differ(Set<String> one, Set<String> other) {
        return !one.isEmpty() && !other.isEmpty() && Collections.disjoint(one, other);
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

    /** As far as both are known: a year alone may be any day of it. */
    private static boolean birthsDiffer(JsonNode one, JsonNode other) {
        String date = one.path("birthDate").asText();
        String others = other.path("birthDate").asText();
        int known = Math.min(date.length(), others.length());
        return known > 0 && !date.substring(0, known).equals(others.substring(0, known));
    }
}
