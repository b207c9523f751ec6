package org.dhpbridge.mapping;

import static org.dhpbridge.mapping.MappingFunction.always;
import static org.dhpbridge.mapping.MappingFunction.isKnown;
import static org.dhpbridge.mapping.MappingFunction.onValue;
import static org.dhpbridge.mapping.MappingFunction.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dhpbridge.absent.AbsentMarker;
import org.dhpbridge.source.csv.ColumnKind;

/** Functions on values: texts and lists. Documented for writers of mappings in docs/mapping.md. */
final class ValueFunctions {

    List<MappingFunction> all() {
        return List.of(
                onValue("first", 1, 1, 0, (value, all) -> value.isArray() ? value.get(0) : value),
                onValue("many", 1, 1, 0, (value, all) -> value.isArray() ? value : array().add(value)),
                onValue("compact", 1, 1, 0, (value, all) -> compact(value)),
                onValue("group", 2, 2, 0, (value, all) -> group(value, all.text(1))),
                onValue("text-lines", 1, 1, 0, (value, all) -> TextLines.groups(value)),
                onValue(
                        "differ",
                        2,
                        2,
                        0,
                        (value, all) -> BooleanNode.valueOf(DistinctNumbers.differ(value, all.text(1)))),
                onValue("distinct-numbers", 1, 1, 0, (value, all) -> DistinctNumbers.of(value)),
                onValue("carried", 2, 2, 0, (value, all) -> DistinctNumbers.carried(value, all.text(1))),
                onValue("in-order", 2, 2, 0, (value, all) -> DistinctNumbers.inOrder(value, all.text(1))),
                always(
                        "is-garbled",
                        1,
                        1,
                        (value, all) -> isKnown(value) ? BooleanNode.valueOf(Garbled.is(value.asText())) : null),
                onValue("sheet-error", 2, 2, 0, (value, all) -> sheetError(all)),
                always("null-fields", 1, 1, (value, all) -> nullFields(value)),
                always("known", 1, 1, (value, all) -> isKnown(value) ? value : null),
                always(
                        "join-text",
                        2,
                        2,
                        (value, all) -> joined(value, all.node(1).asText())));
    }

    /** The absent marker for an error of a spreadsheet that stands where a value belongs, told with its place; else nothing. */
    private static JsonNode sheetError(MappingFunction.Arguments all) {
        if (!NothingSaid.isError(all.text(0))) {
            return null;
        }
        MappingRun.current().add(NothingSaid.issue(all.text(1), true, ColumnKind.RESULT));
        return text(AbsentMarker.of("error"));
    }

    /** Whether a field says only that its value is absent. */
    private static ArrayNode nullFields(JsonNode segment) {
        ArrayNode names = array();
        segment.properties().forEach(field -> {
            if (isNull(field.getValue())) {
                names.add(field.getKey());
            }
        });
        return names;
    }

    private static boolean isNull(JsonNode value) {
        return value.isContainerNode()
                ? !value.isEmpty() && value.valueStream().allMatch(ValueFunctions::isNull)
                : MappingFunction.isMarker(value);
    }

    private static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /** An array without its nulls, blanks and empty members; null when nothing is left. */
    private static JsonNode compact(JsonNode value) {
        ArrayNode kept = array();
        for (JsonNode member : value) {
            if (!MappingFunction.isNothing(member)) {
                kept.add(member);
            }
        }
        return kept.isEmpty() ? null : kept;
    }

    /** An array of arrays: the members that are equal in a field, in the order of their first one. */
    private static JsonNode group(JsonNode members, String field) {
        Map<JsonNode, ArrayNode> groups = new LinkedHashMap<>();
        for (JsonNode member : members) {
            groups.computeIfAbsent(member.path(field), k -> array()).add(member);
        }
        return array().addAll(groups.values());
    }

    /** The texts of an array in one, blanks and absent ones left out; the first absent marker when no text is left. */
    private static JsonNode joined(JsonNode texts, String separator) {
        StringBuilder joined = new StringBuilder();
        JsonNode marker = null;
        for (JsonNode part : texts) {
            if (MappingFunction.isMarker(part)) {
                marker = marker == null ? part : marker;
            } else if (part.isValueNode() && !MappingFunction.isNothing(part)) {
                joined.append(joined.isEmpty() ? "" : separator)
                        .append(part.asText().strip());
            }
        }
        return joined.isEmpty() ? marker : text(joined.toString());
    }
}
