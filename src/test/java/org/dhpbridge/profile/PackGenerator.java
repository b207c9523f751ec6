package org.dhpbridge.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/**
 * Writes our own pack of one version of UZ Core from the tables of facts: paths, cardinalities, types, bindings, codes,
 * systems; no texts. Run {@code OwnPacksTest} with {@code -Ddhp.regenerate=true} to rewrite the committed files.
 */
final class PackGenerator {

    static final String PACKAGE = "uz.dhp.core";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FHIR = "http://hl7.org/fhir/StructureDefinition/";
    private static final List<String> DISCRIMINATORS = List.of("system", "coding.system", "country", "code", "$this");
    private static final Pattern TYPE = Pattern.compile("(\\w+)(?:\\((.*)\\))?(?:\\{(.*)})?");

    private final Path facts;
    private final String version;
    private final Map<String, String> files = new TreeMap<>();

    private PackGenerator(Path facts) {
        this.facts = facts;
        this.version = facts.getFileName().toString();
    }

    /**
     * @param facts the folder of a version's tables, as {@code facts/0.7.0}
     * @return the files of the pack by name
     */
    static Map<String, String> files(Path facts) throws IOException {
        PackGenerator generator = new PackGenerator(facts);
        generator.profiles();
        generator.extensions();
        PackVocabulary vocabulary = new PackVocabulary(generator.facts);
        generator.bundle("ValueSets.json", vocabulary.valueSets());
        generator.bundle("CodeSystems.json", vocabulary.codeSystems());
        generator.bundle("NamingSystems.json", vocabulary.namingSystems());
        generator.capability();
        generator.packageJson();
        return generator.files;
    }

    static void regenerate(Path facts, Path folder) throws IOException {
        Files.createDirectories(folder);
        for (Map.Entry<String, String> file : files(facts).entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue(), StandardCharsets.UTF_8);
        }
    }

    private List<CSVRecord> rows(String table) throws IOException {
        return rows(facts, table);
    }

    static List<CSVRecord> rows(Path facts, String table) throws IOException {
        try (Reader reader = Files.newBufferedReader(facts.resolve(table))) {
            return CSVFormat.DEFAULT
                    .builder()
                    .setHeader()
                    .setSkipHeaderRecord(true)
                    .get()
                    .parse(reader)
                    .getRecords();
        }
    }

    private void packageJson() {
        ObjectNode json = JSON.createObjectNode();
        json.put("name", PACKAGE).put("version", version).put("title", "UZ Core " + version + ", from its facts");
        json.putArray("fhirVersions").add("5.0.0");
        files.put("package.json", json.toPrettyString() + "\n");
    }

    private void profiles() throws IOException {
        Map<String, List<CSVRecord>> elements =
                rows("profile-elements.csv").stream().collect(Collectors.groupingBy(row -> row.get("profile_id")));
        Map<String, List<CSVRecord>> invariants =
                rows("invariants.csv").stream().collect(Collectors.groupingBy(row -> row.get("profile_id")));
        for (CSVRecord profile : rows("profiles.csv")) {
            String id = profile.get("id");
            ArrayNode differential = JSON.createArrayNode();
            List<CSVRecord> own = elements.get(id).stream()
                    .filter(row -> "differential".equals(row.get("origin")))
                    .toList();
            for (CSVRecord row : own) {
                ObjectNode element = element(row);
                ArrayNode additional = PackVocabulary.additionalBindings(version, id, row.get("element_id"));
                if (!additional.isEmpty()) {
                    element.withObject("binding").set("additional", additional);
                }
                slicing(row.get("element_id"), own).forEach(s -> element.set("slicing", s));
                constraints(element, invariants.getOrDefault(id, List.of()));
                differential.add(element);
            }
            definition(id, profile.get("url"), profile.get("type"), "resource", null, differential);
        }
    }

    private static ObjectNode element(CSVRecord row) {
        ObjectNode element = JSON.createObjectNode();
        element.put("id", row.get("element_id")).put("path", row.get("path"));
        if (!row.get("slice").isEmpty()) {
            element.put("sliceName", row.get("slice"));
        }
        if (row.get("path").contains(".")) {
            element.put("min", Integer.parseInt(row.get("min"))).put("max", row.get("max"));
        }
        if (Boolean.parseBoolean(row.get("must_support"))) {
            element.put("mustSupport", true);
        }
        types(element, row.get("types"));
        if (!row.get("fixed_or_pattern").isEmpty()) {
            element.setAll((ObjectNode) parse(row.get("fixed_or_pattern")));
        }
        if (!row.get("binding_valueset").isEmpty()) {
            binding(element, row.get("binding_strength"), row.get("binding_valueset"));
        }
        return element;
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new IllegalArgumentException("Not JSON in a table of facts: " + json, e);
        }
    }

    private static void types(ObjectNode element, String types) {
        if (types.isEmpty()) {
            return;
        }
        for (String type : types.split(" ; ")) {
            Matcher parts = TYPE.matcher(type);
            if (!parts.matches()) {
                throw new IllegalArgumentException("Not a type in a table of facts: " + type);
            }
            ObjectNode one = element.withArray("type").addObject().put("code", parts.group(1));
            canonicals(one, "targetProfile", parts.group(2));
            canonicals(one, "profile", parts.group(3));
        }
    }

    private static void canonicals(ObjectNode type, String name, String list) {
        if (list != null) {
            for (String canonical : list.split("\\|")) {
                type.withArray(name).add(canonical);
            }
        }
    }

    private static void binding(ObjectNode element, String strength, String valueSet) {
        element.putObject("binding").put("strength", strength).put("valueSet", valueSet);
    }

    /** The tables do not say how slices are told apart; what all slices of an element fix or bind does. */
    private static List<ObjectNode> slicing(String id, List<CSVRecord> rows) {
        List<String> slices = rows.stream()
                .map(row -> row.get("element_id"))
                .filter(other -> other.startsWith(id + ":") && other.indexOf('.', id.length()) < 0)
                .toList();
        if (slices.isEmpty()) {
            return List.of();
        }
        ObjectNode slicing = JSON.createObjectNode();
        ObjectNode discriminator = slicing.putArray("discriminator").addObject();
        if (id.endsWith("xtension")) {
            discriminator.put("type", "value").put("path", "url");
        } else if (id.endsWith("[x]")) {
            discriminator.put("type", "type").put("path", "$this");
        } else {
            discriminator.put("type", "value").put("path", discriminatorPath(slices, rows));
        }
        slicing.put("rules", "open");
        return List.of(slicing);
    }

    private static String discriminatorPath(List<String> slices, List<CSVRecord> rows) {
        return DISCRIMINATORS.stream()
                .filter(path -> slices.stream().allMatch(slice -> distinguishes(slice, path, rows)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No discriminator for " + slices));
    }

    private static boolean distinguishes(String slice, String path, List<CSVRecord> rows) {
        String id = path.equals("$this") ? slice : slice + "." + path;
        return rows.stream()
                .anyMatch(row -> row.get("element_id").equals(id)
                        && (!row.get("fixed_or_pattern").isEmpty()
                                || row.get("binding_strength").equals("required")));
    }

    private static void constraints(ObjectNode element, List<CSVRecord> invariants) {
        for (CSVRecord invariant : invariants) {
            if (invariant.get("element_id").equals(element.path("id").asText())) {
                element.withArray("constraint")
                        .addObject()
                        .put("key", invariant.get("key"))
                        .put("severity", invariant.get("severity"))
                        .put("expression", invariant.get("expression"));
            }
        }
    }

    private void definition(
            String id, String url, String type, String kind, ArrayNode context, ArrayNode differential) {
        ObjectNode json = JSON.createObjectNode();
        json.put("resourceType", "StructureDefinition").put("id", id).put("url", url);
        json.put("status", "active").put("fhirVersion", "5.0.0").put("kind", kind);
        json.put("abstract", false).put("type", type);
        if (context != null) {
            json.set("context", context);
        }
        json.put("baseDefinition", FHIR + type).put("derivation", "constraint");
        String head = json.toString();
        files.put(
                "StructureDefinition-" + id + ".json",
                head.substring(0, head.length() - 1) + ",\"differential\":{\"element\":[\n" + lines(differential)
                        + "\n]}}\n");
    }

    private static String lines(Iterable<? extends JsonNode> nodes) {
        List<String> lines = new ArrayList<>();
        nodes.forEach(node -> lines.add(node.toString()));
        return String.join(",\n", lines);
    }

    private void extensions() throws IOException {
        List<CSVRecord> invariants = rows("invariants.csv");
        for (CSVRecord row : rows("extensions.csv")) {
            if (row.get("origin").equals("ig")) {
                String url = row.get("url");
                String id = url.substring(url.lastIndexOf('/') + 1);
                ArrayNode context = JSON.createArrayNode();
                for (String place : row.get("context").split(" ; ")) {
                    String[] parts = place.split(":", 2);
                    context.addObject().put("type", parts[0]).put("expression", parts[1]);
                }
                List<CSVRecord> own = invariants.stream()
                        .filter(i -> i.get("profile_id").equals(id))
                        .toList();
                definition(id, url, "Extension", "complex-type", context, extensionElements(row, own));
            }
        }
    }

    private static ArrayNode extensionElements(CSVRecord row, List<CSVRecord> invariants) {
        ArrayNode elements = JSON.createArrayNode();
        String value = row.get("value_type");
        if (value.startsWith("(complex) ")) {
            extensionParts(elements, value.substring("(complex) ".length()));
            elements.addObject()
                    .put("id", "Extension.url")
                    .put("path", "Extension.url")
                    .put("fixedUri", row.get("url"));
            elements.addObject()
                    .put("id", "Extension.value[x]")
                    .put("path", "Extension.value[x]")
                    .put("max", "0");
            return elements;
        }
        elements.addObject()
                .put("id", "Extension.extension")
                .put("path", "Extension.extension")
                .put("max", "0");
        elements.addObject()
                .put("id", "Extension.url")
                .put("path", "Extension.url")
                .put("fixedUri", row.get("url"));
        ObjectNode element = elements.addObject()
                .put("id", "Extension.value[x]")
                .put("path", "Extension.value[x]")
                .put("min", 1);
        types(element, value);
        if (!row.get("binding").isEmpty()) {
            String[] parts = row.get("binding").split(" ");
            binding(element, parts[0], parts[1]);
        }
        constraints(element, invariants);
        return elements;
    }

    private static void extensionParts(ArrayNode elements, String parts) {
        Matcher part =
                Pattern.compile("(\\w+): ([^\\[]+?)(?: \\[(\\w+) (\\S+)])?").matcher(parts);
        if (!part.matches()) {
            throw new IllegalArgumentException("Not one part of a complex extension: " + parts);
        }
        String name = part.group(1);
        String id = "Extension.extension:" + name;
        ObjectNode slicing = JSON.createObjectNode();
        slicing.putArray("discriminator").addObject().put("type", "value").put("path", "url");
        slicing.put("rules", "open");
        elements.addObject()
                .put("id", "Extension.extension")
                .put("path", "Extension.extension")
                .put("min", 1)
                .set("slicing", slicing);
        elements.addObject()
                .put("id", id)
                .put("path", "Extension.extension")
                .put("sliceName", name)
                .put("min", 1)
                .put("max", "1")
                .put("mustSupport", true);
        elements.addObject()
                .put("id", id + ".extension")
                .put("path", "Extension.extension.extension")
                .put("max", "0");
        elements.addObject()
                .put("id", id + ".url")
                .put("path", "Extension.extension.url")
                .put("fixedUri", name);
        ObjectNode element = elements.addObject()
                .put("id", id + ".value[x]")
                .put("path", "Extension.extension.value[x]")
                .put("min", 1)
                .put("mustSupport", true);
        types(element, part.group(2));
        if (part.group(3) != null) {
            binding(element, part.group(3), part.group(4));
        }
    }

    private void bundle(String name, Iterable<ObjectNode> resources) {
        List<ObjectNode> entries = new ArrayList<>();
        for (ObjectNode resource : resources) {
            ObjectNode entry = JSON.createObjectNode();
            entry.set("resource", resource);
            entries.add(entry);
        }
        files.put(
                name, "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[\n" + lines(entries) + "\n]}\n");
    }

    private void capability() throws IOException {
        ArrayNode resources = JSON.createArrayNode();
        for (CSVRecord row : rows("capability.csv")) {
            ObjectNode resource = resources.addObject().put("type", row.get("resource_type"));
            for (String code : words(row.get("interactions"))) {
                resource.withArray("interaction").addObject().put("code", code);
            }
            for (String name : List.of("conditionalCreate", "conditionalUpdate")) {
                if (!row.get(name).isEmpty()) {
                    resource.put(name, Boolean.parseBoolean(row.get(name)));
                }
            }
            for (String name : words(row.get("search_params"))) {
                resource.withArray("searchParam").addObject().put("name", name);
            }
            for (String canonical : words(row.get("supported_profiles"))) {
                resource.withArray("supportedProfile").add(canonical);
            }
        }
        files.put(
                "CapabilityStatement-server.json",
                "{\"resourceType\":\"CapabilityStatement\",\"id\":\"server\",\"status\":\"active\",\"kind\":\"requirements\","
                        + "\"fhirVersion\":\"5.0.0\",\"format\":[\"json\"],\"rest\":[{\"mode\":\"server\",\"resource\":[\n"
                        + lines(resources) + "\n]}]}\n");
    }

    private static List<String> words(String list) {
        return list.isBlank() ? List.of() : List.of(list.trim().split("\\s+"));
    }
}
