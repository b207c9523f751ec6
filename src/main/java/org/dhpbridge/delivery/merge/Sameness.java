package org.dhpbridge.delivery.merge;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition.ChildTypeEnum;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;

/**
 * Whether two repetitions of an element are about the same thing, though they may say different things about it: an
 * identifier by system and value, a name by use and text, a telecom by system and value, a coding by system and code, a
 * concept by a coding that both have, a reference by its target (by its name when it has none), an extension by its url, a backbone element by its code,
 * else by what it refers to and the names in it, else by its concepts. Of anything else only equals are the same.
 */
class Sameness {

    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private static final Set<String> OF_ONE_KIND = Set.of("Identifier", "HumanName", "Address", "Coding", "Extension");

    /**
     * @param type the element's FHIR type; null when FHIR does not define the element
     * @param one never null
     * @param other never null
     */
    boolean same(BaseRuntimeElementDefinition<?> type, JsonNode one, JsonNode other) {
        String name = type == null ? "" : type.getName();
        return switch (name) {
            case "Identifier" -> sameIdentifier(one, other);
            case "HumanName" -> equal(one, other, "use") && nameText(one).equals(nameText(other));
            case "ContactPoint" -> equal(one, other, "system") && equal(one, other, "value");
            case "Coding" -> equal(one, other, "system") && equal(one, other, "code");
            case "CodeableConcept" -> sameConcept(one, other);
            case "Reference" -> sameReference(one, other);
            case "CodeableReference" ->
                sameReference(one.path("reference"), other.path("reference"))
                        || sameConcept(one.path("concept"), other.path("concept"));
            case "Extension" -> equal(one, other, "url");
            default ->
                type instanceof BaseRuntimeElementCompositeDefinition<?> block
                        && type.getChildType() == ChildTypeEnum.RESOURCE_BLOCK
                        && sameBlock(block, one, other);
        };
    }

    /** Whether entries of a type that are the same ones always speak for the same; the use of a phone may change. */
    static boolean isOfOneKind(BaseRuntimeElementDefinition<?> type) {
        return type == null || OF_ONE_KIND.contains(type.getName());
    }

    /** Whether two concepts share a coding; concepts without codings are the same when their texts are. */
    boolean sameConcept(JsonNode one, JsonNode other) {
        for (JsonNode coding : one.path("coding")) {
            for (JsonNode there : other.path("coding")) {
                if (equal(coding, there, "system") && equal(coding, there, "code")) {
                    return true;
                }
            }
        }
        return one.path("coding").isEmpty()
                && other.path("coding").isEmpty()
                && one.has("text")
                && equal(one, other, "text");
    }

    /**
     * Adds primitives that are not there yet; of a canonical url that is there in another version, ours stays.
     *
     * @return all of ours, without their versions
     */
    static Set<String> addCanonicals(ArrayNode into, JsonNode ours) {
        Set<String> added = new HashSet<>();
        for (JsonNode canonical : ours) {
            added.add(unversioned(canonical));
            int at = -1;
            for (int i = 0; i < into.size(); i++) {
                if (unversioned(into.get(i)).equals(unversioned(canonical))) {
                    at = i;
                }
            }
            if (at < 0) {
                into.add(canonical);
            } else {
                into.set(at, canonical);
            }
        }
        return added;
    }

    static String unversioned(JsonNode canonical) {
        String text = canonical.asText();
        int version = text.contains(":") ? text.indexOf('|') : -1;
        return version < 0 ? text : text.substring(0, version);
    }

    private boolean sameBlock(BaseRuntimeElementCompositeDefinition<?> type, JsonNode one, JsonNode other) {
        if (one.has("code") && other.has("code")) {
            return sameConcept(one.path("code"), other.path("code"));
        }
        List<String> naming = fieldsOf(type, one, other, Set.of("Reference", "CodeableReference", "HumanName"));
        if (naming.isEmpty()) {
            naming = fieldsOf(type, one, other, Set.of("CodeableConcept"));
        }
        return !naming.isEmpty()
                && naming.stream()
                        .allMatch(field -> sameField(
                                type.getChildByName(field).getChildByName(field), one.path(field), other.path(field)));
    }

    private boolean sameField(BaseRuntimeElementDefinition<?> type, JsonNode one, JsonNode other) {
        BiPredicate<JsonNode, JsonNode> test = (a, b) -> same(type, a, b);
        if (!one.isArray() || !other.isArray()) {
            return test.test(one, other);
        }
        for (JsonNode a : one) {
            for (JsonNode b : other) {
                if (test.test(a, b)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static List<String> fieldsOf(
            BaseRuntimeElementCompositeDefinition<?> type, JsonNode one, JsonNode other, Set<String> types) {
        List<String> fields = new ArrayList<>();
        for (JsonNode node : List.of(one, other)) {
            for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
                String name = names.next();
                BaseRuntimeChildDefinition child = type.getChildByName(name);
                BaseRuntimeElementDefinition<?> element = child == null ? null : child.getChildByName(name);
                if (element != null && types.contains(element.getName()) && !fields.contains(name)) {
                    fields.add(name);
                }
            }
        }
        return fields;
    }

    private static boolean sameIdentifier(JsonNode one, JsonNode other) {
        boolean absent = Absence.ofValue(one) || Absence.ofValue(other);
        return equal(one, other, "system") && (absent || one.has("value") && equal(one, other, "value"));
    }

    private static boolean sameReference(JsonNode one, JsonNode other) {
        if (one.has("reference") && other.has("reference")) {
            return equal(one, other, "reference");
        }
        if (saysOnlyAName(one) && saysOnlyAName(other)) {
            return equal(one, other, "type") && equal(one, other, "display");
        }
        return one.path("identifier").has("value") && sameIdentifier(one.path("identifier"), other.path("identifier"));
    }

    private static boolean saysOnlyAName(JsonNode reference) {
        return reference.has("display") && !reference.has("reference") && !reference.has("identifier");
    }

    static String nameText(JsonNode name) {
        StringBuilder text = new StringBuilder(name.path("text").asText());
        if (text.isEmpty()) {
            text.append(name.path("family").asText());
            for (String part : List.of("given", "suffix")) {
                name.path(part).forEach(word -> text.append(' ').append(word.asText()));
            }
        }
        return BLANKS.matcher(text.toString().strip()).replaceAll(" ");
    }

    private static boolean equal(JsonNode one, JsonNode other, String field) {
        return one.path(field).equals(other.path(field));
    }
}
