package org.dhpbridge.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dhpbridge.fhirpath.Item;
import org.dhpbridge.fhirpath.Place;
import org.dhpbridge.profile.AdditionalBinding;
import org.dhpbridge.profile.ElementRule;
import org.dhpbridge.profile.Invariant;
import org.dhpbridge.profile.Profile;
import org.dhpbridge.profile.ProfilePack;
import org.dhpbridge.profile.Shape;
import org.dhpbridge.profile.Slicing;
import org.dhpbridge.profile.TypeRule;

/** One pass over one resource with the rules of one profile. */
final class Walk {

    private final ProfilePack pack;
    private final Report report;
    private final ObjectNode root;
    private final Cardinality cardinality;
    private final Codes codes;
    private final ReferenceRules references;
    private final Forms forms;
    private ObjectNode resource;
    private Set<String> elementIds;
    private int inExtensions;

    Walk(ProfilePack pack, Report report, ObjectNode root) {
        this.pack = pack;
        this.report = report;
        this.root = root;
        this.resource = root;
        this.cardinality = new Cardinality(report);
        this.codes = new Codes(pack, report);
        this.references = new ReferenceRules(pack, report);
        this.forms = new Forms(report);
    }

    void resource(Profile profile, Place place) {
        Shape shape = profile.shape();
        String outer = cardinality.enter(profile.url());
        properties(resource, shape, place, true);
        cardinality.enter(outer);
        Item item = new Item(resource, null, profile.type());
        invariants(profile.root().invariants(), item, place);
        invariants(shape.invariants(), item, place);
    }

    /** All properties of an object against the elements that may stand there. */
    private void properties(ObjectNode object, Shape shape, Place place, boolean isResource) {
        boolean content = false;
        long choices = 0;
        boolean twoTypes = false;
        for (Map.Entry<String, JsonNode> property : object.properties()) {
            String key = property.getKey();
            if (isResource && key.equals("resourceType")) {
                content = true;
                continue;
            }
            content |= !key.equals("id");
            boolean meta = isCompanion(key);
            String name = meta ? key.substring(1) : key;
            if (meta && object.has(name)) {
                continue;
            }
            Shape.Property known = shape.property(name);
            if (known == null) {
                report.error("structure", place.child(name), Sentences.unknownElement(shape, name));
                continue;
            }
            if (key.equals("id")) {
                identify(property.getValue(), isResource, place);
            } else if (meta && isResource && name.equals("id")) {
                report.error("value", place.child(name), "The id of a resource must have a value; leave it out.");
            }
            JsonNode value = meta ? null : property.getValue();
            JsonNode companion = meta ? property.getValue() : object.get(known.companion());
            if (known.choice() >= 0) {
                long choice = 1L << known.choice();
                twoTypes |= (choices & choice) != 0;
                choices |= choice;
            }
            element(known, value, companion, place);
        }
        if (!content) {
            report.error("structure", place, Sentences.EMPTY);
        }
        cardinality.missing(object, shape, place);
        if (twoTypes) {
            cardinality.choices(object, shape, place);
        }
    }

    private static boolean isCompanion(String key) {
        return !key.isEmpty() && key.charAt(0) == '_';
    }

    /** Ids of elements are unique in their resource (FHIR R5, Element.id). */
    private void identify(JsonNode id, boolean isResource, Place place) {
        if (isResource || !id.isTextual()) {
            return;
        }
        if (elementIds == null) {
            elementIds = new HashSet<>();
        }
        if (!elementIds.add(id.asText())) {
            report.error("structure", place.child("id"), "Another element of the resource has the same id.");
        }
    }

    private void element(Shape.Property property, JsonNode value, JsonNode companion, Place parent) {
        ElementRule rule = property.element();
        forms.beside(property, companion, parent);
        if (rule.isList()) {
            if (forms.areArrays(rule, value, companion, parent)) {
                list(rule, property.type(), value, companion, parent);
            }
            return;
        }
        Place place = parent.child(rule.name());
        if (!forms.areSingle(value, companion, place)) {
            return;
        }
        cardinality.maximum(rule, 1, parent);
        ElementRule slice = null;
        if (rule.slicing() != null) {
            String type = property.type() == null ? null : property.type().code();
            int index = rule.slicing().indexOf(value, type);
            slice = index < 0 ? null : rule.slicing().slices().get(index);
            cardinality.slices(rule, new int[] {index}, parent);
        }
        one(rule, slice, property.type(), value, companion, place);
    }

    private void list(ElementRule rule, TypeRule type, JsonNode values, JsonNode companions, Place parent) {
        int size = Math.max(values == null ? 0 : values.size(), companions == null ? 0 : companions.size());
        if (size == 0) {
            forms.emptyArray(rule, type, parent);
            return;
        }
        cardinality.minimum(rule, size, parent);
        cardinality.maximum(rule, size, parent);
        Slicing slicing = rule.slicing();
        int[] slices = slicing == null ? null : new int[size];
        for (int i = 0; i < size; i++) {
            JsonNode value = at(values, i);
            ElementRule slice = null;
            if (slicing != null) {
                slices[i] = slicing.indexOf(value, null);
                slice = slices[i] < 0 ? null : slicing.slices().get(slices[i]);
            }
            one(rule, slice, type, value, at(companions, i), parent.child(rule.name(), i));
        }
        if (slicing != null) {
            cardinality.slices(rule, slices, parent);
        }
    }

    private static JsonNode at(JsonNode array, int index) {
        JsonNode node = array == null ? null : array.get(index);
        return node == null || node.isNull() ? null : node;
    }

    private void one(
            ElementRule element, ElementRule slice, TypeRule named, JsonNode value, JsonNode companion, Place place) {
        ElementRule rule = slice == null ? element : slice;
        TypeRule type = named;
        if (slice != null && named != null) {
            TypeRule ofSlice = slice.type(named.code());
            type = ofSlice == null ? named : ofSlice;
        }
        if (value == null && (companion == null || !type.isPrimitive())) {
            forms.nullElement(place);
            return;
        }
        if (type.isPrimitive()) {
            primitive(rule, type, value, companion, place);
        } else if (value instanceof ObjectNode object) {
            complex(rule, type, object, place);
        } else {
            report.error("structure", place, "The element must be a JSON object: its type is " + type.code() + ".");
            return;
        }
        if (rule.value() != null) {
            forms.constant(rule, value, companion, place);
        }
        if (rule.binding() != null) {
            codes.check(rule, rule.binding(), type, value, place);
        }
        if (!rule.additionalBindings().isEmpty()) {
            additionalBindings(rule, type, value, place);
        }
        List<Invariant> ofType = type.isPrimitive() ? List.of() : type.shape().invariants();
        if (!rule.invariants().isEmpty() || !ofType.isEmpty()) {
            Item item = new Item(value, companion, named == null || !element.isChoice() ? null : named.code());
            invariants(rule.invariants(), item, place);
            invariants(ofType, item, place);
        }
    }

    private void additionalBindings(ElementRule rule, TypeRule type, JsonNode value, Place place) {
        for (AdditionalBinding additional : rule.additionalBindings()) {
            if (additional.applies(resource)) {
                codes.check(rule, additional.binding(), type, value, place);
            }
        }
    }

    private void primitive(ElementRule rule, TypeRule type, JsonNode value, JsonNode companion, Place place) {
        if (value != null) {
            forms.primitive(type, value, place);
        }
        if (companion != null) {
            if (companion instanceof ObjectNode object) {
                if (value != null && object.size() == 1 && object.has("id")) {
                    identify(object.get("id"), false, place);
                    return;
                }
                if (object.isEmpty() || value == null && !object.has("extension")) {
                    report.error("structure", place, "The element has neither a value nor an extension.");
                }
                extensions(object, type.shape(), place);
            } else {
                report.error("structure", place, "What stands beside a primitive must be a JSON object.");
            }
        }
    }

    private void extensions(ObjectNode object, Shape shape, Place place) {
        if (!object.isEmpty()) {
            properties(object, shape, place, false);
        }
    }

    private void complex(ElementRule rule, TypeRule type, ObjectNode object, Place place) {
        switch (type.code()) {
            case "Extension" -> extension(rule, type, object, place);
            case "Reference" -> {
                properties(object, type.shape(), place, false);
                references.form(object, place);
                references.target(type, object, place);
            }
            case "CodeableReference" -> {
                properties(object, type.shape(), place, false);
                if (object.get("reference") instanceof ObjectNode reference) {
                    references.target(type, reference, place.child("reference"));
                }
            }
            case "Identifier" -> {
                properties(object, type.shape(), place, false);
                forms.identifier(object, place);
            }
            case "Resource" -> inner(object, place);
            case "Coding", "Quantity" -> {
                properties(object, type.shape(), place, false);
                codes.coding(rule, object, place);
            }
            default -> properties(object, type.shape(), place, false);
        }
    }

    private void extension(ElementRule rule, TypeRule type, ObjectNode object, Place place) {
        String url = object.path("url").asText("");
        Optional<Profile> defined =
                type.profiles().isEmpty() && url.contains(":") ? pack.profile(url) : Optional.empty();
        if (defined.isEmpty() && type.profiles().isEmpty() && rule.name().equals("modifierExtension")) {
            report.warning("structure", place, Sentences.unknownModifier(pack.id()));
        }
        forms.extension(object, inExtensions > 0, place);
        inExtensions++;
        boolean fits = defined.isPresent() && defined.get().type().equals("Extension") && !type.isConstrained();
        if (fits) {
            properties(object, defined.get().shape(), place, false);
            invariants(defined.get().root().invariants(), Item.of(object), place);
        } else {
            properties(object, type.shape(), place, false);
        }
        inExtensions--;
    }

    /** A resource inside another: contained, or an entry of a Bundle, which stands for itself. */
    private void inner(ObjectNode object, Place place) {
        String type = object.path("resourceType").asText("");
        if (pack.baseProfile(type).isEmpty() || !ConformanceCheck.isResource(type)) {
            report.error("structure", place, Sentences.NO_RESOURCE_TYPE);
            return;
        }
        boolean entry = root.path("resourceType").asText().equals("Bundle") && resource == root;
        if (!entry && !object.path("id").isTextual()) {
            report.error("required", place.child("id"), Sentences.CONTAINED_WITHOUT_ID);
        }
        List<Profile> profiles = entry || object.path("meta").has("profile")
                ? pack.profilesNamedBy(object)
                : pack.baseProfile(type).stream().toList();
        ObjectNode outer = resource;
        Set<String> outerIds = elementIds;
        resource = object;
        for (Profile profile : profiles) {
            elementIds = null;
            resource(profile, place);
        }
        resource = outer;
        elementIds = outerIds;
    }

    private void invariants(List<Invariant> rules, Item item, Place place) {
        for (int i = 0; i < rules.size(); i++) {
            Invariant rule = rules.get(i);
            if (rule.compiled() != null && !rule.compiled().holds(item, resource, root)) {
                if (rule.isError()) {
                    report.error("invariant", place, Sentences.broken(rule));
                } else {
                    report.warning("invariant", place, Sentences.broken(rule));
                }
            }
        }
    }
}
