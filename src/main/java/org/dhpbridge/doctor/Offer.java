package org.dhpbridge.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** What a server says that it offers (its CapabilityStatement), against what the sources of this site need. */
final class Offer {

    private static final String METADATA = "FHIR metadata";
    private static final String TYPES = "FHIR types";
    private static final Set<String> JSON_FORMATS = Set.of("json", "application/json", "application/fhir+json");
    private static final List<String> NEEDED = List.of("read", "search-type", "create", "update");

    private final JsonNode statement;
    private final Consumer<Finding> findings;
    private final Map<String, JsonNode> resources = new TreeMap<>();

    Offer(JsonNode statement, Consumer<Finding> findings) {
        this.statement = statement;
        this.findings = findings;
        statement.path("rest").forEach(rest -> rest.path("resource")
                .forEach(resource -> resources.put(resource.path("type").asText(), resource)));
    }

    void compare(Set<String> neededTypes, boolean transactions) {
        version();
        if (resources.isEmpty()) {
            findings.accept(Finding.warning(
                    TYPES,
                    "the server names none, so that what it offers cannot be compared",
                    "Ask the platform what it offers; the bridge takes it that everything is."));
        } else {
            types(neededTypes);
            identifierSearch(neededTypes);
            versioning(neededTypes);
        }
        if (transactions) {
            transaction();
        }
    }

    private void version() {
        String fhir = statement.path("fhirVersion").asText();
        JsonNode software = statement.path("software");
        String facts = "FHIR " + (fhir.isEmpty() ? "of no version" : word(fhir))
                + (software.path("name").asText().isEmpty()
                        ? ""
                        : ", " + word(software.path("name").asText()))
                + (software.path("version").asText().isEmpty()
                        ? ""
                        : " " + word(software.path("version").asText()));
        Set<String> formats = texts(statement.path("format"), "");
        if (!fhir.startsWith("5.")) {
            findings.accept(Finding.failed(
                    METADATA,
                    facts + "; the bridge sends FHIR R5 (5.0.0)",
                    "Correct dhp.fhir.base-url: this is the address of another version."));
        } else if (!formats.isEmpty() && formats.stream().noneMatch(JSON_FORMATS::contains)) {
            findings.accept(Finding.failed(
                    METADATA,
                    facts + ", without JSON among its formats",
                    "Correct dhp.fhir.base-url: the bridge speaks JSON only."));
        } else {
            findings.accept(Finding.ok(METADATA, facts));
        }
    }

    private void types(Set<String> neededTypes) {
        Set<String> missing = new TreeSet<>(neededTypes);
        missing.removeAll(resources.keySet());
        boolean allThere = missing.isEmpty();
        if (!allThere) {
            findings.accept(Finding.failed(
                    TYPES,
                    "not offered, though the sources can make it: " + String.join(", ", missing),
                    "Ask the platform to offer it; until then messages that hold it become dead letters: leave it out of"
                            + " the mapping, or switch the sources off that need it (dhp.sources)."));
        }
        for (String type : neededTypes) {
            Set<String> lacking = new TreeSet<>(NEEDED);
            lacking.removeAll(offered(type));
            if (resources.containsKey(type) && !lacking.isEmpty()) {
                allThere = false;
                findings.accept(
                        Finding.failed(
                                TYPES,
                                type + " is offered without " + String.join(", ", lacking),
                                "Ask the platform to grant it: the bridge looks up, creates and updates every type that it sends."));
            }
        }
        if (allThere) {
            findings.accept(Finding.ok(
                    TYPES,
                    neededTypes.isEmpty()
                            ? "no source needs any"
                            : "the " + neededTypes.size() + " that the sources can make are offered with "
                                    + String.join(", ", NEEDED) + ": " + String.join(", ", neededTypes)));
        }
    }

    private Set<String> offered(String type) {
        return texts(resources.getOrDefault(type, statement.path("none")).path("interaction"), "code");
    }

    private void identifierSearch(Set<String> neededTypes) {
        Set<String> without = new TreeSet<>();
        for (String type : neededTypes) {
            Set<String> parameters =
                    texts(resources.getOrDefault(type, statement.path("none")).path("searchParam"), "name");
            if (resources.containsKey(type) && !parameters.contains("identifier")) {
                without.add(type);
            }
        }
        if (!without.isEmpty()) {
            findings.accept(Finding.failed(
                    "FHIR search",
                    "by identifier is not offered for " + String.join(", ", without),
                    "Ask the platform for it: without it the bridge cannot tell whether a record is there already, and would"
                            + " double what it has not sent itself."));
        } else if (!neededTypes.isEmpty()) {
            findings.accept(Finding.ok("FHIR search", "by identifier is offered"));
        }
    }

    private void versioning(Set<String> neededTypes) {
        Set<String> without = new TreeSet<>();
        for (String type : neededTypes) {
            if (resources
                    .getOrDefault(type, statement.path("none"))
                    .path("versioning")
                    .asText()
                    .equals("no-version")) {
                without.add(type);
            }
        }
        if (!without.isEmpty()) {
            findings.accept(Finding.warning(
                    "FHIR versions",
                    "are not kept for " + String.join(", ", without),
                    "Ask the platform: without versions (If-Match) two writers at the same moment can overwrite each"
                            + " other."));
        }
    }

    private void transaction() {
        Set<String> system = new HashSet<>();
        statement.path("rest").forEach(rest -> system.addAll(texts(rest.path("interaction"), "code")));
        findings.accept(
                system.contains("transaction")
                        ? Finding.ok("FHIR transaction", "is offered")
                        : Finding.failed(
                                "FHIR transaction",
                                "is not offered",
                                "Set dhp.delivery.mode=sequential, which sends one resource after the other."));
    }

    /** @param key of the texts in objects; empty when the list holds texts */
    private static Set<String> texts(JsonNode list, String key) {
        Set<String> texts = new HashSet<>();
        list.forEach(
                item -> texts.add(key.isEmpty() ? item.asText() : item.path(key).asText()));
        return texts;
    }

    /** A server's text on a terminal: one line, no control characters, not endless. */
    private static String word(String text) {
        String clean = text.replaceAll("\\p{Cntrl}", " ").strip();
        return clean.length() > 80 ? clean.substring(0, 80) + "…" : clean;
    }
}
