package org.dhpbridge.absent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.dhpbridge.fhirpath.Item;
import org.dhpbridge.fhirpath.Place;
import org.dhpbridge.kernel.DataAbsentReason;
import org.dhpbridge.profile.CodeSet;
import org.dhpbridge.profile.ElementRule;
import org.dhpbridge.profile.Invariant;
import org.dhpbridge.profile.ProfilePack;
import org.dhpbridge.profile.Shape;
import org.dhpbridge.profile.TypeRule;

/** How a missing mandatory element is declared: decided by its type, binding and slices. */
final class Declaration {

    private static final String UNKNOWN = "unknown";
    private static final List<String> UNKNOWN_CODES = List.of(UNKNOWN, "UNK");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final ProfilePack pack;
    private final Markers markers;
    private final String resource;
    private final List<Filled> filled;

    Declaration(ProfilePack pack, Markers markers, String resource, List<Filled> filled) {
        this.pack = pack;
        this.markers = markers;
        this.resource = resource;
        this.filled = filled;
    }

    /** Declares what an object must have and has not. */
    void missing(ObjectNode object, Shape shape, Place place) {
        ElementRule value = shape.element("value");
        if (value != null && shape.element("dataAbsentReason") != null && isMissing(object, value)) {
            dataAbsentReason(object, value, place.toString());
        }
        List<ElementRule> mandatory = shape.mandatory();
        for (int i = 0; i < mandatory.size(); i++) {
            ElementRule rule = mandatory.get(i);
            if (isMissing(object, rule) && !(rule == value && object.has("dataAbsentReason"))) {
                missing(object, rule, place.child(rule.name()).toString());
            }
        }
    }

    private static boolean isMissing(ObjectNode object, ElementRule rule) {
        return rule.countIn(object) == 0;
    }

    /** Observation has an element of its own for it, for its value and for each component's (FHIR R5, obs-6). */
    private void dataAbsentReason(ObjectNode object, ElementRule value, String path) {
        Optional<String> reason = markerReason(object, value);
        if ((reason.isPresent() || value.min() > 0) && !object.has("dataAbsentReason")) {
            ObjectNode concept = object.putObject("dataAbsentReason");
            concept.putArray("coding")
                    .addObject()
                    .put("system", DataAbsentReason.SYSTEM)
                    .put("code", allowed(reason.orElse(UNKNOWN)));
            note(path + ".value", reason.orElse(UNKNOWN), "dataAbsentReason");
        }
    }

    private Optional<String> markerReason(ObjectNode object, ElementRule rule) {
        return rule.jsonNames().stream()
                .flatMap(name -> markers.reason(object, name).stream())
                .findFirst();
    }

    private String allowed(String reason) {
        return pack.codes(DataAbsentReason.VALUE_SET).contains(DataAbsentReason.SYSTEM, reason) == CodeSet.Membership.NO
                ? UNKNOWN
                : reason;
    }

    private void note(String path, String reason, String how) {
        filled.add(new Filled(resource, path, allowed(reason), how));
    }

    private void missing(ObjectNode object, ElementRule rule, String path) {
        if (rule.value() != null && rule.types().size() == 1) {
            put(object, rule, rule.jsonName(rule.types().get(0)), rule.value().deepCopy());
            return;
        }
        String reason = markerReason(object, rule).orElse(UNKNOWN);
        List<ElementRule> mandatorySlices = rule.slicing() == null
                ? List.of()
                : rule.slicing().slices().stream()
                        .filter(slice -> slice.min() > 0)
                        .toList();
        if (mandatorySlices.isEmpty()) {
            declare(object, rule, reason, path);
        }
        for (ElementRule slice : mandatorySlices) {
            if (slice.isChoice()) {
                declare(object, slice, reason, path);
            } else {
                fromConstants(object, rule, slice, path);
            }
        }
    }

    /** A mandatory slice comes into being when constants, and children declared absent, suffice for it. */
    private void fromConstants(ObjectNode object, ElementRule rule, ElementRule slice, String path) {
        TypeRule type = slice.types().get(0);
        int noted = filled.size();
        Optional<? extends JsonNode> value = Optional.ofNullable(slice.value()).map(JsonNode::deepCopy);
        boolean bound = slice.binding() != null && slice.binding().isRequired();
        if (value.isEmpty() && !type.isPrimitive() && !bound) {
            value = backbone(
                    type, UNKNOWN, path + "[" + object.path(slice.name()).size() + "]");
        }
        if (value.isPresent() && rule.slicing().sliceOf(value.get(), type.code()) == slice) {
            put(object, slice, slice.name(), value.get());
        } else {
            filled.subList(noted, filled.size()).clear();
        }
    }

    /** Tries the types of the element in the profile's order; leaves the element out when none can say "absent". */
    private void declare(ObjectNode object, ElementRule rule, String reason, String path) {
        String place = rule.isList() ? path + "[0]" : path;
        for (TypeRule type : rule.types()) {
            int noted = filled.size();
            Optional<JsonNode> value = type.isPrimitive()
                    ? primitive(object, rule, reason, place)
                    : complex(rule, type, reason, place).map(JsonNode.class::cast);
            if (value.isPresent()) {
                put(object, rule, nameFor(rule, type, value.get()), value.get());
                return;
            }
            filled.subList(noted, filled.size()).clear();
        }
    }

    private static String nameFor(ElementRule rule, TypeRule type, JsonNode value) {
        String name = rule.jsonName(type);
        return type.isPrimitive() && value.isObject() ? "_" + name : name;
    }

    private static void put(ObjectNode object, ElementRule rule, String name, JsonNode value) {
        if (!rule.isList()) {
            object.set(name, value);
            return;
        }
        ArrayNode array = object.get(name) instanceof ArrayNode known ? known : object.putArray(name);
        array.add(value);
    }

    private Optional<JsonNode> primitive(ObjectNode parent, ElementRule rule, String reason, String path) {
        if (rule.binding() != null && rule.binding().isRequired()) {
            Optional<JsonNode> code = UNKNOWN_CODES.stream()
                    .filter(c -> rule.binding().codes().contains(null, c) == CodeSet.Membership.YES)
                    .filter(c -> rule.binding().codes().isComplete())
                    .findFirst()
                    .map(TextNode::valueOf);
            code.ifPresent(c -> note(path, reason, "code"));
            return code;
        }
        boolean codeOfCoding = rule.binding() != null && rule.id().endsWith(".code") && parent.has("system");
        JsonNode meta = declared(reason);
        if (codeOfCoding || !holds(rule.invariants(), new Item(null, meta, null), parent)) {
            return Optional.empty();
        }
        note(path, reason, "extension");
        return Optional.of(meta);
    }

    private static boolean holds(List<Invariant> rules, Item item, JsonNode parent) {
        for (Invariant invariant : rules) {
            if (invariant.isError()
                    && invariant.compiled() != null
                    && !invariant.compiled().holds(item, parent, parent)) {
                return false;
            }
        }
        return true;
    }

    private ObjectNode declared(String reason) {
        ObjectNode element = NODES.objectNode();
        element.putArray("extension")
                .addObject()
                .put("url", DataAbsentReason.EXTENSION)
                .put("valueCode", allowed(reason));
        return element;
    }

    private Optional<ObjectNode> complex(ElementRule rule, TypeRule type, String reason, String path) {
        boolean bound = rule.binding() != null && rule.binding().isRequired();
        return switch (type.code()) {
            case "Extension", "Resource" -> Optional.empty();
            case "CodeableConcept" ->
                bound
                        ? unknownCode(rule).map(coding -> {
                            ObjectNode concept = NODES.objectNode();
                            concept.putArray("coding").add(coding);
                            note(path, reason, "code");
                            return concept;
                        })
                        : element(rule, type, reason, path);
            case "Coding" -> {
                Optional<ObjectNode> coding = bound ? unknownCode(rule) : element(rule, type, reason, path);
                if (bound && coding.isPresent()) {
                    note(path, reason, "code");
                }
                yield coding;
            }
            case "Identifier" -> Optional.of(identifier(rule, reason, path));
            case "BackboneElement", "Element" ->
                backbone(type, reason, path).filter(element -> holds(rule.invariants(), Item.of(element), element));
            default -> element(rule, type, reason, path);
        };
    }

    private static Optional<ObjectNode> unknownCode(ElementRule rule) {
        CodeSet codes = rule.binding().codes();
        for (String code : UNKNOWN_CODES) {
            List<String> systems = codes.systemsOf(code);
            if (!systems.isEmpty()) {
                return Optional.of(
                        NODES.objectNode().put("system", systems.get(0)).put("code", code));
            }
        }
        return Optional.empty();
    }

    /** The extension on the element; no use when the element must have children that cannot be declared. */
    private Optional<ObjectNode> element(ElementRule rule, TypeRule type, String reason, String path) {
        ObjectNode element = declared(reason);
        if (!holds(rule.invariants(), Item.of(element), element)
                || !holds(type.shape().invariants(), Item.of(element), element)) {
            return Optional.empty();
        }
        note(path, reason, "extension");
        missing(element, type.shape(), Place.of(path));
        return isComplete(element, type.shape()) ? Optional.of(element) : Optional.empty();
    }

    /** The reason on a backbone element would not stand for its mandatory children: each says it for itself. */
    private Optional<ObjectNode> backbone(TypeRule type, String reason, String path) {
        if (type.shape().mandatory().isEmpty()) {
            note(path, reason, "extension");
            return Optional.of(declared(reason));
        }
        ObjectNode element = NODES.objectNode();
        missing(element, type.shape(), Place.of(path));
        return isComplete(element, type.shape()) ? Optional.of(element) : Optional.empty();
    }

    private static boolean isComplete(ObjectNode element, Shape shape) {
        return shape.mandatory().stream().noneMatch(child -> isMissing(element, child));
    }

    /**
     * An identifier without a value says why: in the slice that the guide keeps for the unidentified (use {@code temp},
     * with a system of its own) when there is one; rather in one that may stand once, since those that repeat are issued
     * by organisations.
     */
    private ObjectNode identifier(ElementRule rule, String reason, String path) {
        ObjectNode identifier = NODES.objectNode();
        if (rule.slicing() != null) {
            rule.slicing().slices().stream()
                    .sorted(Comparator.comparingInt(ElementRule::max))
                    .map(Declaration::temporary)
                    .flatMap(Optional::stream)
                    .findFirst()
                    .ifPresent(identifier::setAll);
        }
        identifier.set("_value", declared(reason));
        note(path + ".value", reason, "extension");
        return identifier;
    }

    private static Optional<ObjectNode> temporary(ElementRule slice) {
        ObjectNode constants = NODES.objectNode();
        List<String> names = new ArrayList<>(List.of("use", "type", "system"));
        for (TypeRule type : slice.types()) {
            for (String name : List.copyOf(names)) {
                JsonNode value = type.shape().element(name).value();
                if (value != null) {
                    constants.set(name, value.deepCopy());
                    names.remove(name);
                }
            }
        }
        return names.isEmpty() && "temp".equals(constants.path("use").asText())
                ? Optional.of(constants)
                : Optional.empty();
    }
}
