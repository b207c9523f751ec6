import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Writes what the bridge knows of base R5 from HL7's own packages, as HAPI ships them: types, elements, bindings, base
 * extensions, code systems and value sets, one definition a line, without texts. HL7 publishes them under CC0.
 *
 * <p>The build runs it from source (pom.xml, {@code base-r5}) when the files are missing or older than this class or the
 * pom. It uses no class of the bridge. Argument: the folder to write into.
 */
final class R5BaseGenerator {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PACKAGES = "/org/hl7/fhir/r5/packages/";
    private static final String FHIR_TYPE = "http://hl7.org/fhir/StructureDefinition/structuredefinition-fhir-type";
    private static final String REGEX = "http://hl7.org/fhir/StructureDefinition/regex";

    private final Map<String, ObjectNode> definitions = new TreeMap<>();

    private R5BaseGenerator() {}

    public static void main(String[] arguments) throws IOException {
        R5BaseGenerator generator = new R5BaseGenerator();
        for (String name : List.of(
                "hl7.fhir.r5.core-5.0.0.tgz", "hl7.fhir.uv.extensions.r5-1.0.0.tgz", "hl7.terminology-5.1.0.tgz")) {
            generator.read(name);
        }
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        for (Map.Entry<String, String> file : generator.write().entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue(), StandardCharsets.UTF_8);
        }
    }

    private void read(String packageName) throws IOException {
        InputStream raw = R5BaseGenerator.class.getResourceAsStream(PACKAGES + packageName);
        if (raw == null) {
            throw new FileNotFoundException("hapi-fhir-validation-resources-r5 no longer holds " + PACKAGES
                    + packageName + ": name the editions that it holds in " + R5BaseGenerator.class.getSimpleName());
        }
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(raw))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.getName().matches("package/(StructureDefinition|CodeSystem|ValueSet)-[^/]*\\.json")) {
                    ObjectNode definition = (ObjectNode) JSON.readTree(tar.readAllBytes());
                    definitions.putIfAbsent(definition.path("url").asText(), definition);
                }
            }
        }
    }

    private Map<String, String> write() throws IOException {
        Map<String, StringBuilder> files = new TreeMap<>();
        Set<String> systems = systemsOfCoreValueSets();
        for (ObjectNode definition : definitions.values()) {
            String url = definition.path("url").asText();
            String file =
                    switch (definition.path("resourceType").asText()) {
                        case "StructureDefinition" -> fileOf(definition);
                        case "CodeSystem" -> isKept(definition, systems) ? "codesystems.ndjson" : null;
                        default -> url.startsWith("http://hl7.org/fhir/ValueSet/") ? "valuesets.ndjson" : null;
                    };
            if (file != null) {
                files.computeIfAbsent(file, f -> new StringBuilder())
                        .append(JSON.writeValueAsString(strip(definition)))
                        .append('\n');
            }
        }
        Map<String, String> texts = new TreeMap<>();
        files.forEach((name, text) -> texts.put(name, text.toString()));
        return texts;
    }

    private Set<String> systemsOfCoreValueSets() {
        Set<String> systems = new HashSet<>();
        for (ObjectNode definition : definitions.values()) {
            if (definition.path("url").asText().startsWith("http://hl7.org/fhir/ValueSet/")) {
                definition
                        .path("compose")
                        .path("include")
                        .forEach(include -> systems.add(include.path("system").asText()));
            }
        }
        return systems;
    }

    private static boolean isKept(ObjectNode codeSystem, Set<String> systems) {
        String url = codeSystem.path("url").asText();
        return "complete".equals(codeSystem.path("content").asText())
                && (systems.contains(url) || url.startsWith("http://terminology.hl7.org/CodeSystem/v2-0"));
    }

    private static String fileOf(ObjectNode definition) {
        if ("specialization".equals(definition.path("derivation").asText())
                || definition.path("derivation").isMissingNode()) {
            return "logical".equals(definition.path("kind").asText()) ? null : "types.ndjson";
        }
        boolean extension = "Extension".equals(definition.path("type").asText());
        boolean dataType = "complex-type".equals(definition.path("kind").asText());
        return extension ? "extensions.ndjson" : dataType || isVitalSign(definition) ? "types.ndjson" : null;
    }

    /** FHIR R5 demands these profiles of every vital sign, whatever guide it is sent under. */
    private static boolean isVitalSign(ObjectNode definition) {
        String vitalSigns = "http://hl7.org/fhir/StructureDefinition/vitalsigns";
        return definition.path("url").asText().equals(vitalSigns)
                || definition.path("baseDefinition").asText().equals(vitalSigns);
    }

    private ObjectNode strip(ObjectNode definition) {
        ObjectNode kept = JSON.createObjectNode();
        copy(definition, kept, "url", "resourceType");
        switch (definition.path("resourceType").asText()) {
            case "StructureDefinition" -> {
                copy(definition, kept, "type", "kind", "abstract", "baseDefinition", "derivation", "context");
                ArrayNode elements = kept.putObject("snapshot").putArray("element");
                definition.path("snapshot").path("element").forEach(element -> elements.add(stripElement(element)));
                if (elements.get(0) instanceof ObjectNode root) {
                    inherit(root, definition);
                }
            }
            case "CodeSystem" -> {
                copy(definition, kept, "content");
                if (definition.path("caseSensitive").isBoolean()
                        && !definition.path("caseSensitive").asBoolean()) {
                    kept.put("caseSensitive", false);
                }
                kept.set("concept", concepts(definition.path("concept")));
            }
            default -> kept.set("compose", compose(definition.path("compose")));
        }
        return kept;
    }

    /** The snapshots of canonical resources (as Questionnaire) lack the rules of DomainResource, which hold for them too. */
    private void inherit(ObjectNode root, ObjectNode definition) {
        Set<String> keys = new HashSet<>();
        root.path("constraint")
                .forEach(constraint -> keys.add(constraint.path("key").asText()));
        ObjectNode base = definitions.get(definition.path("baseDefinition").asText());
        while (base != null) {
            JsonNode inherited =
                    stripElement(base.path("snapshot").path("element").path(0)).path("constraint");
            for (JsonNode constraint : inherited) {
                if (keys.add(constraint.path("key").asText())) {
                    root.withArray("constraint").add(constraint);
                }
            }
            base = definitions.get(base.path("baseDefinition").asText());
        }
    }

    private static ArrayNode concepts(JsonNode concepts) {
        ArrayNode kept = JSON.createArrayNode();
        for (JsonNode concept : concepts) {
            ObjectNode one = kept.addObject();
            copy(concept, one, "code");
            if (concept.has("concept")) {
                one.set("concept", concepts(concept.path("concept")));
            }
            ArrayNode properties = JSON.createArrayNode();
            for (JsonNode property : concept.path("property")) {
                if (List.of("notSelectable", "subsumedBy", "parent")
                        .contains(property.path("code").asText())) {
                    properties.add(property);
                }
            }
            if (!properties.isEmpty()) {
                one.set("property", properties);
            }
        }
        return kept;
    }

    private static ObjectNode compose(JsonNode compose) {
        ObjectNode kept = JSON.createObjectNode();
        for (String part : List.of("include", "exclude")) {
            for (JsonNode include : compose.path(part)) {
                ObjectNode one = kept.withArray(part).addObject();
                copy(include, one, "system", "valueSet", "filter");
                if (include.has("concept")) {
                    ArrayNode codes = one.putArray("concept");
                    include.path("concept").forEach(c -> copy(c, codes.addObject(), "code"));
                }
            }
        }
        return kept;
    }

    private ObjectNode stripElement(JsonNode element) {
        ObjectNode kept = JSON.createObjectNode();
        copy(element, kept, "id", "path", "sliceName", "slicing", "min", "max", "contentReference");
        if (kept.has("slicing")) {
            ((ObjectNode) kept.path("slicing")).remove("description");
        }
        if (element.path("isModifier").asBoolean()) {
            kept.put("isModifier", true);
        }
        element.fieldNames().forEachRemaining(name -> {
            if (name.startsWith("fixed") || name.startsWith("pattern")) {
                kept.set(name, element.get(name));
            }
        });
        for (JsonNode type : element.path("type")) {
            ObjectNode one = kept.withArray("type").addObject();
            one.put("code", typeCode(type));
            copy(type, one, "profile", "targetProfile");
            type.path("extension").forEach(extension -> {
                if (REGEX.equals(extension.path("url").asText())) {
                    kept.put("regex", extension.path("valueString").asText());
                }
            });
        }
        if (element.has("binding")) {
            copy(element.path("binding"), kept.putObject("binding"), "strength", "valueSet");
        }
        Set<String> ofTypes = keysOfTypes(element);
        for (JsonNode constraint : element.path("constraint")) {
            String key = constraint.path("key").asText();
            if (!key.equals("ele-1") && !ofTypes.contains(key)) {
                copy(constraint, kept.withArray("constraint").addObject(), "key", "severity", "human", "expression");
            }
        }
        return kept;
    }

    private Set<String> keysOfTypes(JsonNode element) {
        Set<String> keys = new HashSet<>();
        if (element.path("path").asText().contains(".")) {
            for (JsonNode type : element.path("type")) {
                JsonNode definition = definitions.get("http://hl7.org/fhir/StructureDefinition/" + typeCode(type));
                if (definition != null) {
                    definition
                            .path("snapshot")
                            .path("element")
                            .path(0)
                            .path("constraint")
                            .forEach(c -> keys.add(c.path("key").asText()));
                }
            }
        }
        return keys;
    }

    private static String typeCode(JsonNode type) {
        for (JsonNode extension : type.path("extension")) {
            if (FHIR_TYPE.equals(extension.path("url").asText())) {
                return extension.path("valueUrl").asText();
            }
        }
        return type.path("code").asText();
    }

    private static void copy(JsonNode from, ObjectNode to, String... names) {
        for (String name : names) {
            if (from.has(name)) {
                to.set(name, from.get(name));
            }
        }
    }
}
