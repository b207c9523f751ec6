package org.dhpbridge.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a profile demands of one element, or of one slice of it. Immutable once its profile is compiled. */
public final class ElementRule {

    /** {@link #max()} of an element that may repeat without limit. */
    public static final int UNBOUNDED = Integer.MAX_VALUE;

    private final String id;
    private final String name;
    private final boolean choice;
    private final boolean list;
    private final String sliceName;

    int min;
    int max;
    List<TypeRule> types = List.of();
    JsonNode value;
    boolean exact;
    Binding binding;
    List<AdditionalBinding> additionalBindings = List.of();
    List<Invariant> invariants = List.of();
    Slicing slicing;
    boolean mustSupport;
    private volatile List<String> jsonNames;
    private volatile List<String> companions;

    ElementRule(String id, String name, boolean choice, boolean list, String sliceName) {
        this.id = id;
        this.name = name;
        this.choice = choice;
        this.list = list;
        this.sliceName = sliceName;
    }

    /** Element id in its profile or type, as {@code Patient.identifier:nationalId.system}. */
    public String id() {
        return id;
    }

    /** Name without {@code [x]}. */
    public String name() {
        return name;
    }

    /** True when the JSON name carries the type, as {@code valueQuantity}. */
    public boolean isChoice() {
        return choice;
    }

    /** True when JSON writes the element as an array; base R5 decides, not the profile. */
    public boolean isList() {
        return list;
    }

    /** Name of the slice that this rule is about; null when it is about the element as a whole. */
    public String sliceName() {
        return sliceName;
    }

    public int min() {
        return min;
    }

    /** {@link #UNBOUNDED} for {@code *}. */
    public int max() {
        return max;
    }

    public List<TypeRule> types() {
        return types;
    }

    /** The fixed or pattern value; null when there is none. */
    public JsonNode value() {
        return value;
    }

    /** True when {@link #value()} is fixed, false when it is a pattern. */
    public boolean isExact() {
        return exact;
    }

    /** Null when the element has no binding. */
    public Binding binding() {
        return binding;
    }

    /** Required bindings beside {@link #binding()} that apply to some resources only. */
    public List<AdditionalBinding> additionalBindings() {
        return additionalBindings;
    }

    public List<Invariant> invariants() {
        return invariants;
    }

    /** Null when the element has no slices. */
    public Slicing slicing() {
        return slicing;
    }

    public boolean isMustSupport() {
        return mustSupport;
    }

    /** The JSON property name for a value of a type. */
    public String jsonName(TypeRule type) {
        return choice
                ? name
                        + Character.toUpperCase(type.code().charAt(0))
                        + type.code().substring(1)
                : name;
    }

    /** All JSON property names that the element may stand under. */
    public List<String> jsonNames() {
        List<String> known = jsonNames;
        if (known == null) {
            known = choice ? types.stream().map(this::jsonName).toList() : List.of(name);
            jsonNames = known;
        }
        return known;
    }

    /** Under how many of its names, or only of what JSON keeps beside them, the element stands in an object. */
    public int countIn(ObjectNode object) {
        List<String> names = jsonNames();
        List<String> beside = companions();
        int count = 0;
        for (int i = 0; i < names.size(); i++) {
            if (object.has(names.get(i)) || object.has(beside.get(i))) {
                count++;
            }
        }
        return count;
    }

    private List<String> companions() {
        List<String> known = companions;
        if (known == null) {
            known = jsonNames().stream().map(name -> "_" + name).toList();
            companions = known;
        }
        return known;
    }

    /** The type of a name; null when the element cannot have it. */
    public TypeRule type(String code) {
        for (TypeRule type : types) {
            if (type.code().equals(code)) {
                return type;
            }
        }
        return null;
    }

    /** The name as FHIRPath and element ids write it. */
    public String displayName() {
        return choice ? name + "[x]" : name;
    }

    /** The rule of an element inside, of a slice of it, or of one type of a choice ({@code value[x]:valueCoding}). */
    Optional<ElementRule> child(String step) {
        int colon = step.indexOf(':');
        String childName = (colon < 0 ? step : step.substring(0, colon)).replace("[x]", "");
        for (TypeRule type : types) {
            ElementRule child = type.shape().element(childName);
            if (child != null) {
                return colon < 0
                        ? Optional.of(child)
                        : Optional.ofNullable(child.slicing).map(known -> known.slice(step.substring(colon + 1)));
            }
        }
        return Optional.empty();
    }

    void slice(List<Discriminator> discriminators, String rules, boolean ordered) {
        Slicing next = new Slicing(discriminators, rules, ordered);
        if (slicing != null) {
            next.slices().addAll(slicing.slices());
        }
        slicing = next;
    }

    /** The slice of a name, made from the element as it is so far when new. */
    ElementRule slice(String slice, String sliceId) {
        if (slicing == null) {
            slice(
                    List.of(choice ? new Discriminator("type", "$this") : new Discriminator("none", "$this")),
                    "open",
                    false);
        }
        ElementRule known = slicing.slice(slice);
        if (known != null) {
            return known;
        }
        Slicing mine = slicing;
        slicing = null;
        ElementRule made = as(sliceId, slice);
        slicing = mine;
        made.min = 0;
        if (choice) {
            types.stream()
                    .filter(type -> jsonName(type).equals(slice))
                    .findFirst()
                    .ifPresent(type -> made.types = List.of(type.copy()));
        }
        mine.slices().add(made);
        return made;
    }

    ElementRule copy() {
        return as(id, sliceName);
    }

    ElementRule as(String otherId, String otherSlice) {
        ElementRule copy = new ElementRule(otherId, name, choice, list, otherSlice);
        copy.min = min;
        copy.max = max;
        List<TypeRule> copies = new ArrayList<>(types.size());
        types.forEach(type -> copies.add(type.copy()));
        copy.types = copies;
        copy.value = value;
        copy.exact = exact;
        copy.binding = binding;
        copy.additionalBindings = additionalBindings;
        copy.invariants = invariants;
        copy.slicing = slicing == null ? null : slicing.copy();
        copy.mustSupport = mustSupport;
        return copy;
    }
}
