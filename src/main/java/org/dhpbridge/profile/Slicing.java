package org.dhpbridge.profile;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** How the repeats of an element fall into slices (FHIR R5, ElementDefinition.slicing). */
public final class Slicing {

    final List<Discriminator> discriminators;
    private final String rules;
    private final boolean ordered;
    private final List<ElementRule> slices = new ArrayList<>();
    private volatile List<SliceMatcher> matchers;

    Slicing(List<Discriminator> discriminators, String rules, boolean ordered) {
        this.discriminators = List.copyOf(discriminators);
        this.rules = rules;
        this.ordered = ordered;
    }

    /** True when every repeat must belong to a slice. */
    public boolean isClosed() {
        return "closed".equals(rules);
    }

    /** True when repeats outside the slices may only stand after them. */
    public boolean isOpenAtEnd() {
        return "openAtEnd".equals(rules);
    }

    /** True when the repeats must stand in the order of the slices. */
    public boolean isOrdered() {
        return ordered;
    }

    public List<ElementRule> slices() {
        return slices;
    }

    /**
     * The slice that an element belongs to; null when it belongs to none.
     *
     * @param value the element; null for a primitive with only an extension
     * @param type its FHIR type as its JSON name says; null when only one is possible
     */
    public ElementRule sliceOf(JsonNode value, String type) {
        int index = indexOf(value, type);
        return index < 0 ? null : slices.get(index);
    }

    /** The same as its index in {@link #slices()}; negative when it belongs to none. */
    public int indexOf(JsonNode value, String type) {
        List<SliceMatcher> known = matchers();
        for (int i = 0; i < known.size(); i++) {
            if (known.get(i).matches(value, type)) {
                return i;
            }
        }
        return -1;
    }

    /** @throws PackException when a slice says nothing where the slices are told apart */
    List<SliceMatcher> matchers() {
        List<SliceMatcher> known = matchers;
        if (known == null) {
            known = slices.stream()
                    .map(slice -> new SliceMatcher(slice, discriminators))
                    .toList();
            matchers = known;
        }
        return known;
    }

    Slicing copy() {
        Slicing copy = new Slicing(discriminators, rules, ordered);
        slices.forEach(slice -> copy.slices.add(slice.copy()));
        return copy;
    }

    ElementRule slice(String name) {
        for (ElementRule slice : slices) {
            if (slice.sliceName().equals(name)) {
                return slice;
            }
        }
        return null;
    }
}
