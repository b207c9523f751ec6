package org.dhpbridge.soak;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What of a resource on the platform a load checks, under the names that {@link Statement#facts} uses. */
final class Facts {

    static final String FAMILY = "family";
    static final String MOBILE = "mobile";
    static final String STATUS = "status";
    static final String DOCTOR = "attending doctor";
    static final String VALUE = "value";

    private Facts() {}

    /** All values that stand where one should stand, joined: an old one that was left beside the new one shows. */
    static Map<String, String> of(JsonNode resource) {
        Map<String, String> facts = new TreeMap<>();
        switch (resource.path("resourceType").asText()) {
            case "Patient" -> {
                facts.put(FAMILY, all(resource.path("name"), name -> true, "/family"));
                facts.put(
                        MOBILE,
                        all(
                                resource.path("telecom"),
                                phone -> phone.path("use").asText().equals("mobile"),
                                "/value"));
            }
            case "Encounter" -> {
                facts.put(STATUS, resource.path("status").asText());
                facts.put(
                        DOCTOR,
                        all(
                                resource.path("participant"),
                                one -> one.at("/type/0/coding/0/code").asText().equals("ATND"),
                                "/actor/identifier/value"));
            }
            case "Observation" -> {
                facts.put(STATUS, resource.path("status").asText());
                facts.put(VALUE, resource.at("/valueQuantity/value").asText());
            }
            default -> facts.put(STATUS, resource.path("status").asText());
        }
        return facts;
    }

    private static String all(JsonNode list, Predicate<JsonNode> which, String pointer) {
        TreeSet<String> values = new TreeSet<>();
        for (JsonNode one : list) {
            if (which.test(one)) {
                values.add(one.at(pointer).asText());
            }
        }
        return values.stream().collect(Collectors.joining(" + "));
    }
}
