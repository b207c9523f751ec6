package org.dhpbridge.mapping;

import static org.dhpbridge.mapping.MappingFunction.always;
import static org.dhpbridge.mapping.MappingFunction.onValue;
import static org.dhpbridge.mapping.MappingFunction.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.dhpbridge.conformance.Issue;
import org.dhpbridge.profile.CodeSet;
import org.dhpbridge.profile.ProfilePack;

/** Functions on codes: the site's tables and the profile pack. Documented for writers of mappings in docs/mapping.md. */
final class CodeFunctions {

    private final CodeTables tables;
    private final ProfilePack pack;
    private final Memo<String, Optional<String>> profiles;
    private final Memo<TextPair, Optional<ObjectNode>> codings;
    private final Memo<TextPair, Optional<ObjectNode>> identifiers;
    private final Memo<TextPair, Boolean> systems;

    CodeFunctions(CodeTables tables, ProfilePack pack) {
        this.tables = tables;
        this.pack = pack;
        this.profiles = new Memo<>(pack::profileFor);
        this.systems = new Memo<>(asked -> pack.inSystem(asked.first(), asked.second()) != CodeSet.Membership.NO);
        this.codings = new Memo<>(asked -> pack.coding(asked.first(), asked.second()));
        this.identifiers = new Memo<>(asked -> pack.identifier(asked.first(), asked.second()));
    }

    List<MappingFunction> all() {
        return List.of(
                onValue("translate", 2, 5, 1, (value, all) -> translate(all)),
                onValue("find-row", 2, 4, 1, (value, all) -> row(all)),
                onValue("pack-profile", 1, 1, 0, (value, all) -> text(profile(all.text(0)))),
                onValue("pack-identifier", 3, 3, 2, (value, all) -> identifier(all, value)),
                onValue("pack-coding", 2, 3, 1, (value, all) -> coding(all)
                        .map(ObjectNode::deepCopy)
                        .orElse(null)),
                onValue("pack-code", 2, 3, 1, (value, all) -> coding(all)
                        .map(coding -> coding.get("code"))
                        .orElse(null)),
                onValue("system-code", 2, 3, 1, (value, all) -> inForm(all, value)),
                always("system-has", 2, 3, (value, all) -> BooleanNode.valueOf(mayHave(all))),
                onValue("pack-concept", 2, 3, 1, (value, all) -> concept(all, value)),
                onValue("pack-extension", 1, 1, 0, (value, all) -> text(extension(all.text(0)))),
                onValue("pack-naming-system", 1, 1, 0, (value, all) -> text(namingSystem(all.text(0)))));
    }

    private JsonNode row(MappingFunction.Arguments all) {
        return tables.get(all.text(0))
                .row(all.text(2), all.text(1), all.node(3))
                .orElse(null);
    }

    private String profile(String type) {
        return profiles.of(type).orElse(null);
    }

    private String extension(String name) {
        return known(pack.extensionUrl(name), "extension", name);
    }

    private String namingSystem(String id) {
        return known(pack.namingSystem(id), "naming system", id);
    }

    private JsonNode translate(MappingFunction.Arguments all) {
        CodeTable table = tables.get(all.text(0));
        String code = all.text(1);
        Optional<ObjectNode> row = table.row(all.text(3), code, all.node(4));
        if (row.isEmpty()) {
            MappingRun.current().add(new Unmapped(table.name(), all.text(3), code, place(all.text(2))));
            row = table.otherwise();
        }
        return row.map(r -> r.get("to")).orElse(null);
    }

    private Optional<ObjectNode> coding(MappingFunction.Arguments all) {
        Optional<ObjectNode> coding = codings.of(new TextPair(all.text(0), all.text(1)));
        if (coding.isEmpty()) {
            MappingRun.current().add(new Unmapped(all.text(0), "", all.text(1), place(all.text(2))));
        }
        return coding;
    }

    /** A code as its system writes it, where that is certain; told when the source writes it otherwise. */
    private static JsonNode inForm(MappingFunction.Arguments all, JsonNode value) {
        Optional<String> meant = CodeForms.meant(all.text(0), all.text(1));
        if (meant.isEmpty()) {
            return value;
        }
        String where = all.text(2);
        MappingRun.current()
                .add(Issue.warning(
                                "value",
                                null,
                                (where.isEmpty() ? "" : where + ": ")
                                        + "a code of ICD-10 is not written as ICD-10 has it (as J18.9: a capital Latin letter, two"
                                        + " digits, a point, and nothing beside it); it was sent so. Correct it in the source.")
                        .at(where));
        return text(meant.get());
    }

    /** Whether a code system may have a code; the pack knows some of them in full. What it surely has not is reported. */
    private boolean mayHave(MappingFunction.Arguments all) {
        String system = all.text(0);
        String code = all.text(1);
        boolean may = CodeForms.fits(system, code) && systems.of(new TextPair(system, code));
        if (!may) {
            MappingRun.current().add(new Unmapped(system, "", code, place(all.text(2))));
        }
        return may;
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
        Optional<ObjectNode> found = identifiers.of(new TextPair(all.text(0), slice));
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
