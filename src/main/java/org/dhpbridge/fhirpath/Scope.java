package org.dhpbridge.fhirpath;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What an expression can see besides its focus.
 *
 * @param holder the resource that holds the element
 * @param outermost the same, or what contains it
 * @param context {@code %context}: the element that the invariant is about
 * @param self {@code $this}
 */
record Scope(JsonNode holder, JsonNode outermost, Item context, List<Item> self) {

    /** {@code %resource} */
    Item resource() {
        return Item.ofResource(holder);
    }

    /** {@code %rootResource} */
    Item root() {
        return Item.ofResource(outermost);
    }

    Scope at(Item item) {
        return new Scope(holder, outermost, context, List.of(item));
    }
}
