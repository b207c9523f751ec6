package org.dhpbridge.mapping;

import static org.dhpbridge.mapping.MappingFunction.onValue;
import static org.dhpbridge.mapping.MappingFunction.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.dhpbridge.profile.ProfilePack;

/** Functions on codes: the site's tables and the profile pack. Documented for writers of mappings in docs/mapping.md. */
final class CodeFunctions {

    /** Codes come from the input too, so what is remembered must have an end. */
    private static final int REMEMBERED = 10_000;

    private record Coded(String element, String code) {}

    private final Map<String, Optional<String>> profiles = new ConcurrentHashMap<>();
    private final Map<Coded, Optional<ObjectNode>> codings = new ConcurrentHashMap<>();
    private final Map<Coded, Optional<ObjectNode>> identifiers = new ConcurrentHashMap<>();
    private final CodeTables tables;
    private final ProfilePack pack;

    CodeFunctions(CodeTables tables, ProfilePack pack) {
        this.tables = tables;
        this.pack = pack;
    }

    List<MappingFunction> all() {
        return List.of(
                onValue("translate", 2, 4, 1, (value, all) -> translate(all)),
                onValue("find-row", 2, 3, 1, (value, all) -> row(all)),
                onValue("pack-profile", 1, 1, 0, (value, all) -> text(profile(all.text(0)))),
                onValue("pack-identifier", 3, 3, 2, (value, all) -> identifier(all, value)),
                onValue("pack-coding", 2, 3, 1, (value, all) -> coding(all)),
                onValue("pack-code", 2, 3, 1, (value, all) -> code(all)),
                onValue("pack-concept", 2, 3, 1, (value, all) -> concept(all, value)),
                onValue("pack-extension", 1, 1, 0, (value, all) -> text(extension(all.text(0)))),
                onValue("pack-naming-system", 1, 1, 0, (value, all) -> text(namingSystem(all.text(0)))));
    }

    private JsonNode row(MappingFunction.Arguments all) {
        return tables.get(all.text(0)).row(all.text(2), all.text(1)).orElse(null);
    }

    private String profile(String type) {
        return profiles.computeIfAbsent(type, pack::profileFor).orElse(null);
    }

    private String extension(String name) {
        return known(pack.extensionUrl(name), "extension", name);
    }

    private String namingSystem(String id) {
        return known(pack.namingSystem(id), "naming system", id);
    }

    private JsonNode code(MappingFunction.Arguments all) {
        JsonNode coding = coding(all);
        return coding == null ? null : coding.get("code");
    }

    private JsonNode translate(MappingFunction.Arguments all) {
        CodeTable table = tables.get(all.text(0));
        String code = all.text(1);
        Optional<ObjectNode> row = table.row(all.text(3), code);
        if (row.isEmpty()) {
            MappingRun.current().add(new Unmapped(table.name(), all.text(3), code, place(all.text(2))));
            row = table.otherwise();
        }
        return row.map(r -> r.get("to")).orElse(null);
    }

    private JsonNode coding(MappingFunction.Arguments all) {
        if (codings.size() > REMEMBERED) {
            codings.clear();
        }
        Optional<ObjectNode> coding = codings.computeIfAbsent(
                new Coded(all.text(0), all.text(1)), asked -> pack.coding(asked.element(), asked.code()));
        if (coding.isEmpty()) {
            MappingRun.current().add(new Unmapped(all.text(0), "", all.text(1), place(all.text(2))));
        }
        return coding.map(ObjectNode::deepCopy).orElse(null);
    }

    /** For optional elements: better without a concept that the platform refuses than no resource at all. */
    private JsonNode concept(MappingFunction.Arguments all, JsonNode concept) {
        String element = all.text(0);
        if (pack.takes(element, concept)) {
            return concept;
        }
        JsonNode coding = concept.path("coding").path(0);
        String code = coding.path("code").asText(concept.path("text").asText(""));
        MappingRun.current().add(new Unmapped(element, coding.path("system").asText(""), code, place(all.text(2))));
        return null;
    }

    private ObjectNode identifier(MappingFunction.Arguments all, JsonNode value) {
        String slice = all.text(1);
        Optional<ObjectNode> found = identifiers.computeIfAbsent(
                new Coded(all.text(0), slice), asked -> pack.identifier(asked.element(), asked.code()));
        ObjectNode identifier = known(found, "identifier of " + all.text(0) + " named", slice);
        return identifier.deepCopy().set("value", value);
    }

    private static <T> T known(Optional<T> found, String kind, String name) {
        return found.orElseThrow(() -> new MappingException("The profile pack has no " + kind + " '" + name
                + "'; a mapping asks for it. Correct the mapping, or choose "
                + "a pack that has it (dhp.profile-pack)."));
    }

    private static String place(String where) {
        return where.isEmpty() ? null : where;
    }
}
