package org.dhpbridge.profile;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The elements of a type or of a backbone element, in the order of the specification. */
public final class Shape {

    /**
     * What a JSON property means.
     *
     * @param element the element
     * @param type the type that its name says; null when only one is possible
     * @param companion name of the property that holds what JSON keeps beside a primitive
     * @param choice index of the element in {@link #choices()}; negative when its name does not carry the type
     */
    public record Property(ElementRule element, TypeRule type, String companion, int choice) {}

    private final String type;
    private final Map<String, ElementRule> children = new LinkedHashMap<>();
    private List<Invariant> invariants = List.of();
    private Pattern regex;
    private volatile Map<String, Property> properties;
    private volatile List<ElementRule> mandatory;
    private volatile List<ElementRule> choices;

    Shape(String type) {
        this.type = type;
    }

    /** Name of the FHIR type whose elements these are. */
    public String type() {
        return type;
    }

    public Collection<ElementRule> elements() {
        return children.values();
    }

    /** The element of a name, without {@code [x]}; null when there is none. */
    public ElementRule element(String name) {
        return children.get(name);
    }

    /** Rules of the type itself, whatever element it stands in. */
    public List<Invariant> invariants() {
        return invariants;
    }

    /** The form of a primitive type's text, as FHIR R5 (Data Types, 2.1.29) gives it; null when any text may stand. */
    public Pattern regex() {
        return regex;
    }

    /** What a JSON property name stands for, as {@code valueQuantity}; null when nothing does. */
    public Property property(String jsonName) {
        Map<String, Property> known = properties;
        if (known == null) {
            known = index();
            properties = known;
        }
        return known.get(jsonName);
    }

    /** Elements that must be there, or of which some slice must be there. */
    public List<ElementRule> mandatory() {
        List<ElementRule> known = mandatory;
        if (known == null) {
            known = children.values().stream()
                    .filter(rule -> rule.min() > 0
                            || rule.slicing() != null
                                    && rule.slicing().slices().stream().anyMatch(slice -> slice.min() > 0))
                    .toList();
            mandatory = known;
        }
        return known;
    }

    /** Elements whose JSON name carries the type, of which only one may be sent. */
    public List<ElementRule> choices() {
        List<ElementRule> known = choices;
        if (known == null) {
            known = children.values().stream().filter(ElementRule::isChoice).toList();
            choices = known;
        }
        return known;
    }

    private Map<String, Property> index() {
        Map<String, Property> index = new HashMap<>();
        for (ElementRule child : children.values()) {
            int choice = choices().indexOf(child);
            if (child.isChoice()) {
                child.types().forEach(one -> index(index, child.jsonName(one), child, one, choice));
            } else {
                TypeRule only = child.types().isEmpty() ? null : child.types().get(0);
                index(index, child.name(), child, only, choice);
            }
        }
        return index;
    }

    /** Names are interned, as those of parsed JSON are: so they are found without a comparison of their letters. */
    private static void index(
            Map<String, Property> index, String name, ElementRule element, TypeRule type, int choice) {
        index.put(name.intern(), new Property(element, type, "_" + name, choice));
    }

    void put(ElementRule child) {
        children.put(child.name(), child);
    }

    void setInvariants(List<Invariant> rules) {
        invariants = List.copyOf(rules);
    }

    void setRegex(String pattern) {
        regex = pattern == null ? null : Pattern.compile(pattern);
    }

    Shape copy() {
        Shape copy = new Shape(type);
        copy.regex = regex;
        children.values().forEach(child -> copy.put(child.copy()));
        copy.invariants = invariants;
        return copy;
    }
}
