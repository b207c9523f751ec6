package org.dhpbridge.delivery.merge;

import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.ValueNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import org.dhpbridge.delivery.json.Json;

/**
 * The entries of repeating elements: by what one is recognized later, and whose place it can take.
 *
 * <p>An entry's <em>marks</em> are the path of its element and what names it: an identifier's system and value, a coding's
 * system and code, a telecom's system and value, a name's use and text; of others their content without what servers add
 * (ids, displays). Any one mark recognizes it.
 *
 * <p>Elements that do not repeat have marks only where a message can take them back without a word ({@link VisitCourse}).
 *
 * <p>An entry's <em>kinds</em> say what it speaks for: names by use, telecoms by system and use, concepts by code system,
 * participants and contacts by role. A message that has an entry of a kind says all that it knows of that kind. Entries
 * without a kind only ever add up: references (later results of one report), components and sections by their code,
 * identifiers of which somebody can have several.
 */
public class Entries {

    private static final String ONE_KIND = "";

    private final FhirTypes types;
    private final BiPredicate<String, String> single;

    /** @param single whether a resource type has at most one identifier of a system */
    public Entries(FhirTypes types, BiPredicate<String, String> single) {
        this.types = types;
        this.single = single;
    }

    /** The marks of all entries that have a kind, however deep. */
    public Set<String> marks(ObjectNode resource) {
        String type = Json.text(resource, "resourceType");
        Set<String> marks = new HashSet<>();
        collect(type, types.ofResource(type), resource, marks);
        return marks;
    }

    private void collect(
            String path, BaseRuntimeElementCompositeDefinition<?> type, ObjectNode node, Set<String> marks) {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String name = field.getKey();
            JsonNode value = field.getValue();
            boolean isMarkedAlone = VisitCourse.canBeTakenBack(path, name);
            if (value instanceof ValueNode && !isMarkedAlone) {
                continue;
            }
            BaseRuntimeElementDefinition<?> element = types.child(type, name);
            if (element == null) {
                continue;
            }
            String at = path + '.' + name;
            if (isMarkedAlone) {
                marks.add(single(at, value));
            }
            if (value instanceof ArrayNode array) {
                for (JsonNode entry : array) {
                    if (entry.isObject() || isSet(type)) {
                        entry(at, element, entry, marks);
                    }
                }
            } else if (value instanceof ObjectNode object
                    && FhirTypes.hasParts(element)
                    && element instanceof BaseRuntimeElementCompositeDefinition<?> composite) {
                collect(at, composite, object, marks);
            }
        }
    }

    private void entry(String at, BaseRuntimeElementDefinition<?> element, JsonNode entry, Set<String> marks) {
        if (at.equals(VisitPlaces.PLACES)) {
            marks.add(VisitPlaces.mark(entry));
        }
        if (!kinds(at, element, entry).isEmpty()) {
            addMarks(at, element, entry, marks);
        }
        if (entry instanceof ObjectNode object
                && element instanceof BaseRuntimeElementCompositeDefinition<?> composite) {
            collect(at, composite, object, marks);
        }
    }

    /** The mark of an element that does not repeat. */
    static String single(String path, JsonNode value) {
        return path + '\n' + canonical(value);
    }

    /** Whether the repeating primitives of a type are a set; a data type's (given names, address lines) are one statement. */
    static boolean isSet(BaseRuntimeElementCompositeDefinition<?> type) {
        return type.getName().equals("Meta") || !FhirTypes.isDataType(type);
    }

    /** @param path of the element, from its resource type on, as {@code Patient.telecom} */
    Set<String> marks(String path, BaseRuntimeElementDefinition<?> type, JsonNode entry) {
        Set<String> marks = new HashSet<>();
        addMarks(path, type, entry, marks);
        return marks;
    }

    private void addMarks(String path, BaseRuntimeElementDefinition<?> type, JsonNode entry, Set<String> marks) {
        for (String name : names(type, entry)) {
            marks.add(path + '\n' + name);
        }
    }

    private Set<String> names(BaseRuntimeElementDefinition<?> type, JsonNode entry) {
        if (!entry.isObject()) {
            return Set.of(Sameness.unversioned(entry));
        }
        return switch (type.getName()) {
            case "Identifier", "ContactPoint" -> Set.of(field(entry, "system") + '\n' + field(entry, "value"));
            case "HumanName" -> Set.of(field(entry, "use") + '\n' + Sameness.nameText(entry));
            case "Coding" -> Set.of(field(entry, "system") + '\n' + field(entry, "code"));
            case "CodeableConcept" -> concept(entry);
            case "CodeableReference" -> reason(entry);
            case "Address" -> Set.of(place(entry));
            default ->
                FhirTypes.isBackbone(type)
                        ? blockNames((BaseRuntimeElementCompositeDefinition<?>) type, entry)
                        : Set.of(canonical(entry));
        };
    }

    /** What names an entry in one text, the same for whatever is the same ({@link Sameness}) as long as its names do not change. */
    String identity(String path, BaseRuntimeElementDefinition<?> type, JsonNode entry) {
        Set<String> names = type.getName().equals("Extension") ? kinds(path, type, entry) : names(type, entry);
        return String.join("\n", new TreeSet<>(names));
    }

    /** What the entry speaks for; empty when it only ever adds up. */
    Set<String> kinds(String path, BaseRuntimeElementDefinition<?> type, JsonNode entry) {
        if (type == null) {
            return Set.of();
        }
        return switch (type.getName()) {
            case "Identifier" -> {
                String system = field(entry, "system");
                String resourceType = path.substring(0, path.indexOf('.'));
                boolean one = entry.has("value") && single.test(resourceType, system);
                yield one ? Set.of(system) : Set.of();
            }
            case "HumanName", "Address" -> Set.of(field(entry, "use"));
            case "ContactPoint" -> Set.of(field(entry, "system") + '\n' + field(entry, "use"));
            case "Coding" -> Set.of(field(entry, "system"));
            case "CodeableConcept" -> systems(entry);
            case "CodeableReference" -> entry.has("concept") ? systems(entry.path("concept")) : Set.of();
            case "Extension" -> Set.of(field(entry, "url"));
            case "Reference" -> Set.of();
            default ->
                FhirTypes.isBackbone(type)
                        ? blockKinds((BaseRuntimeElementCompositeDefinition<?>) type, entry)
                        : Set.of(ONE_KIND);
        };
    }

    /**
     * What a backbone element is about.
     *
     * @param names whom or what it refers to, and names of people in it
     * @param roles the concepts in it, as a participant's type
     */
    private record Parts(Set<String> names, Set<String> roles) {}

    private Parts parts(BaseRuntimeElementCompositeDefinition<?> type, JsonNode entry) {
        Parts parts = new Parts(new TreeSet<>(), new TreeSet<>());
        for (Map.Entry<String, JsonNode> field : entry.properties()) {
            BaseRuntimeElementDefinition<?> child = types.child(type, field.getKey());
            String childType = child == null ? "" : child.getName();
            for (JsonNode one : field.getValue().isArray() ? field.getValue() : List.of(field.getValue())) {
                switch (childType) {
                    case "CodeableConcept" -> parts.roles().addAll(concept(one));
                    case "HumanName" -> parts.names().add(Sameness.nameText(one));
                    case "Reference" -> parts.names().add(canonical(one));
                    case "CodeableReference" -> parts.names().addAll(reason(one));
                    default -> {}
                }
            }
        }
        return parts;
    }

    private static Set<String> reason(JsonNode codeableReference) {
        return codeableReference.has("concept")
                ? concept(codeableReference.path("concept"))
                : Set.of(canonical(codeableReference));
    }

    private Set<String> blockNames(BaseRuntimeElementCompositeDefinition<?> type, JsonNode entry) {
        if (entry.has("code")) {
            return concept(entry.path("code"));
        }
        Parts parts = parts(type, entry);
        if (!parts.names().isEmpty()) {
            return Set.of(String.join("\n", parts.names()));
        }
        return parts.roles().isEmpty() ? Set.of(canonical(entry)) : parts.roles();
    }

    /** A backbone element speaks for the roles in it; if it names nothing either, for the whole element. */
    private Set<String> blockKinds(BaseRuntimeElementCompositeDefinition<?> type, JsonNode entry) {
        if (entry.has("code")) {
            return Set.of();
        }
        Parts parts = parts(type, entry);
        return parts.roles().isEmpty() && parts.names().isEmpty() ? Set.of(ONE_KIND) : parts.roles();
    }

    private static Set<String> systems(JsonNode concept) {
        Set<String> systems = new HashSet<>();
        for (JsonNode coding : concept.path("coding")) {
            systems.add(field(coding, "system"));
        }
        return systems.isEmpty() ? Set.of(ONE_KIND) : systems;
    }

    private static Set<String> concept(JsonNode concept) {
        Set<String> codes = new HashSet<>();
        for (JsonNode coding : concept.path("coding")) {
            codes.add(field(coding, "system") + '\n' + field(coding, "code"));
        }
        return codes.isEmpty() ? Set.of(field(concept, "text")) : codes;
    }

    private static String place(JsonNode address) {
        ObjectNode place = Json.object();
        for (String part : List.of("line", "city", "district", "postalCode")) {
            if (address.has(part)) {
                place.set(part, address.get(part));
            }
        }
        return canonical(place.isEmpty() ? address : place);
    }

    /** The same text for what says the same: fields in order, numbers by value, nothing that a server adds. */
    private static String canonical(JsonNode node) {
        StringBuilder text = new StringBuilder();
        canonical(node, text);
        return text.toString();
    }

    private static void canonical(JsonNode node, StringBuilder to) {
        if (node.isNumber()) {
            to.append(node.decimalValue().stripTrailingZeros());
        } else if (node.isArray()) {
            to.append('[');
            for (JsonNode element : node) {
                canonical(element, to);
                to.append(',');
            }
            to.append(']');
        } else if (node.isObject()) {
            canonicalFields(node, to);
        } else if (node.isTextual() && isPlain(node.textValue())) {
            to.append('"')
                    .append(node.textValue())
                    .append('"'); // as JSON, without its writer, which is slow for so little
        } else {
            to.append(node);
        }
    }

    /** Whether JSON escapes nothing of it. */
    private static boolean isPlain(String text) {
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c < ' ' || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    private static void canonicalFields(JsonNode object, StringBuilder to) {
        List<String> names = new ArrayList<>(object.size());
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            names.add(field.getKey());
        }
        names.sort(null);
        to.append('{');
        String between = "";
        for (String name : names) {
            boolean ofServers = name.equals("id") || name.equals("display") && !namedOnly(object);
            if (!ofServers) {
                to.append(between).append(name).append('=');
                canonical(object.get(name), to);
                between = ", ";
            }
        }
        to.append('}');
    }

    /** Whether a display is all that a reference says, as the name of a ward: then the name is what it refers to. */
    private static boolean namedOnly(JsonNode node) {
        return !node.has("reference") && !node.has("identifier") && !node.has("code");
    }

    private static String field(JsonNode node, String name) {
        return node.path(name).asText();
    }
}
