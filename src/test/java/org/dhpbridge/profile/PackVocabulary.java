package org.dhpbridge.profile;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVRecord;

/** The value sets, code systems and naming systems of our packs, from the tables of facts. */
final class PackVocabulary {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String COUNTRIES = "urn:iso:std:iso:3166";
    private static final Pattern COUNTED = Pattern.compile("(\\d+) codes.*");

    private final Path facts;

    PackVocabulary(Path facts) {
        this.facts = facts;
    }

    /** Required bindings that depend on another code; the tables of facts do not have them, so they stand beside us. */
    static ArrayNode additionalBindings(String version, String profile, String element) throws IOException {
        Path folder = Path.of("src/test/resources/org/dhpbridge/profile");
        String table = "additional-bindings-" + version + ".csv";
        ArrayNode bindings = JSON.createArrayNode();
        if (Files.exists(folder.resolve(table))) {
            for (CSVRecord row : PackGenerator.rows(folder, table)) {
                if (row.get("profile_id").equals(profile)
                        && row.get("element_id").equals(element)) {
                    ObjectNode usage = bindings.addObject()
                            .put("purpose", "required")
                            .put("valueSet", row.get("valueset"))
                            .putArray("usage")
                            .addObject();
                    usage.putObject("code").put("code", row.get("usage_element"));
                    usage.putObject("valueCodeableConcept")
                            .putArray("coding")
                            .addObject()
                            .put("system", row.get("usage_system"))
                            .put("code", row.get("usage_code"));
                }
            }
        }
        return bindings;
    }

    /** A code system is known when the value sets together hold as many of its codes as it has. */
    List<ObjectNode> codeSystems() throws IOException {
        Map<String, Set<String>> codes = new TreeMap<>();
        for (CSVRecord row : PackGenerator.rows(facts, "valueset-codes.csv")) {
            codes.computeIfAbsent(row.get("system"), system -> new LinkedHashSet<>())
                    .add(row.get("code"));
        }
        List<ObjectNode> systems = new ArrayList<>();
        for (CSVRecord row : PackGenerator.rows(facts, "codesystems.csv")) {
            Set<String> known = codes.getOrDefault(row.get("url"), Set.of());
            if (row.get("content").equals("complete") && row.get("count").equals(String.valueOf(known.size()))) {
                ObjectNode system = JSON.createObjectNode()
                        .put("resourceType", "CodeSystem")
                        .put("id", row.get("id"))
                        .put("url", row.get("url"))
                        .put("status", "active")
                        .put("content", "complete");
                ArrayNode concepts = system.putArray("concept");
                known.forEach(code -> concepts.addObject().put("code", code));
                systems.add(system);
            }
        }
        return systems;
    }

    Collection<ObjectNode> valueSets() throws IOException {
        Map<String, Map<String, ArrayNode>> codes = new TreeMap<>();
        for (CSVRecord row : PackGenerator.rows(facts, "valueset-codes.csv")) {
            codes.computeIfAbsent(row.get("valueset_url"), url -> new LinkedHashMap<>())
                    .computeIfAbsent(row.get("system"), system -> JSON.createArrayNode())
                    .addObject()
                    .put("code", row.get("code"));
        }
        Map<String, ObjectNode> sets = new TreeMap<>();
        codes.forEach((url, bySystem) -> bySystem.forEach((system, concepts) -> {
            if (isOwn(url)) {
                ObjectNode include = sets.computeIfAbsent(url, PackVocabulary::valueSet)
                        .withObject("compose")
                        .withArray("include")
                        .addObject();
                include.put("system", system).set("concept", concepts);
            }
        }));
        for (CSVRecord row : PackGenerator.rows(facts, "valuesets-not-expanded.csv")) {
            String url = row.get("valueset_url");
            if (isOwn(url)) {
                ObjectNode set = sets.computeIfAbsent(url, PackVocabulary::valueSet);
                for (String system : systemsByCount(url, row.get("reason"))) {
                    set.withObject("compose").withArray("include").addObject().put("system", system);
                }
                if (row.get("reason").endsWith(": " + COUNTRIES)) {
                    countries(url, set.putObject("compose"));
                }
            }
        }
        return sets.values();
    }

    /** All countries; the set of foreign ones says in its name which it lacks. */
    private static void countries(String url, ObjectNode compose) {
        compose.putArray("include").addObject().put("system", COUNTRIES);
        if (url.endsWith("-sans-uz")) {
            ArrayNode own = compose.putArray("exclude")
                    .addObject()
                    .put("system", COUNTRIES)
                    .putArray("concept");
            List.of("UZ", "UZB").forEach(code -> own.addObject().put("code", code));
        }
    }

    private static boolean isOwn(String url) {
        return !url.startsWith("http://hl7.org/fhir/ValueSet/") && !url.startsWith("http://loinc.org");
    }

    /** A set too long for the tables is made of whole code systems when their counts add up to its own. */
    private List<String> systemsByCount(String url, String reason) throws IOException {
        Matcher counted = COUNTED.matcher(reason);
        if (!counted.matches()) {
            return List.of();
        }
        String stem = url.substring(url.lastIndexOf('/') + 1).replaceFirst("-vs$", "");
        List<CSVRecord> systems = PackGenerator.rows(facts, "codesystems.csv").stream()
                .filter(row -> row.get("content").equals("complete"))
                .filter(row -> row.get("id").matches(Pattern.quote(stem) + "(-coato)?-cs(-\\d+)?"))
                .toList();
        int sum = systems.stream()
                .mapToInt(row -> Integer.parseInt(row.get("count")))
                .sum();
        return sum == Integer.parseInt(counted.group(1))
                ? systems.stream().map(row -> row.get("url")).toList()
                : List.of();
    }

    private static ObjectNode valueSet(String url) {
        return JSON.createObjectNode()
                .put("resourceType", "ValueSet")
                .put("id", url.substring(url.lastIndexOf('/') + 1))
                .put("url", url)
                .put("status", "active");
    }

    List<ObjectNode> namingSystems() throws IOException {
        List<ObjectNode> systems = new ArrayList<>();
        for (CSVRecord row : PackGenerator.rows(facts, "namingsystems.csv")) {
            ObjectNode system = JSON.createObjectNode()
                    .put("resourceType", "NamingSystem")
                    .put("id", row.get("id"))
                    .put("url", row.get("url"))
                    .put("status", "active")
                    .put("kind", row.get("kind"));
            if (!row.get("type_code").isEmpty()) {
                system.putObject("type").putArray("coding").addObject().put("code", row.get("type_code"));
            }
            system.putArray("uniqueId")
                    .addObject()
                    .put("type", row.get("unique_id_type"))
                    .put("value", row.get("unique_id"))
                    .put("preferred", Boolean.parseBoolean(row.get("preferred").toLowerCase(java.util.Locale.ROOT)));
            systems.add(system);
        }
        return systems;
    }
}
