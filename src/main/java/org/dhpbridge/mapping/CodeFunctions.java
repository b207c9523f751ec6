package org.dhpbridge.mapping;

import static org.dhpbridge.mapping.MappingFunction.onValue;
import static org.dhpbridge.mapping.MappingFunction.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** Functions on codes: the site's tables and the profile pack. Documented for writers of mappings in docs/mapping.md. */
final class CodeFunctions {

    private final CodeTables tables;
    private final Pack pack;

    CodeFunctions(CodeTables tables, Pack pack) {
        this.tables = tables;
        this.pack = pack;
    }

    List<MappingFunction> all() {
        return List.of(
                onValue("translate", 2, 4, 1, (value, all) -> translate(all)),
                onValue("find-row", 2, 3, 1, (value, all) -> tables.get(all.text(0))
                        .row(all.text(2), all.text(1))
                        .orElse(null)),
                onValue(
                        "pack-profile",
                        1,
                        1,
                        0,
                        (value, all) -> text(pack.profileFor(all.text(0)).orElse(null))),
                onValue("pack-identifier", 3, 3, 2, (value, all) -> identifier(all, value)),
                onValue("pack-coding", 2, 3, 1, (value, all) -> coding(all).orElse(null)),
                onValue("pack-code", 2, 3, 1, (value, all) -> coding(all)
                        .map(c -> c.get("code"))
                        .orElse(null)),
                onValue(
                        "pack-extension",
                        1,
                        1,
                        0,
                        (value, all) -> text(known(pack.extensionUrl(all.text(0)), "extension", all.text(0)))),
                onValue(
                        "pack-naming-system",
                        1,
                        1,
                        0,
                        (value, all) -> text(known(pack.namingSystem(all.text(0)), "naming system", all.text(0)))));
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

    private Optional<ObjectNode> coding(MappingFunction.Arguments all) {
        Optional<ObjectNode> coding = pack.coding(all.text(0), all.text(1));
        if (coding.isEmpty()) {
            MappingRun.current().add(new Unmapped(all.text(0), "", all.text(1), place(all.text(2))));
        }
        return coding;
    }

    private ObjectNode identifier(MappingFunction.Arguments all, JsonNode value) {
        String slice = all.text(1);
        ObjectNode identifier =
                known(pack.identifier(all.text(0), slice), "identifier of " + all.text(0) + " named", slice);
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
