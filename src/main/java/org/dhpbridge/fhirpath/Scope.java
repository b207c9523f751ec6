package org.dhpbridge.fhirpath;

import java.util.List;

/**
 * What an expression can see besides its focus.
 *
 * @param resource {@code %resource}: the resource that holds the element
 * @param root {@code %rootResource}: the same, or what contains it
 * @param context {@code %context}: the element that the invariant is about
 * @param self {@code $this}
 */
record Scope(Item resource, Item root, Item context, List<Item> self) {

    Scope at(Item item) {
        return new Scope(resource, root, context, List.of(item));
    }
}
