package org.dhpbridge.mapping.trace;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** How the origin of what one kind of expression made follows from its parts. */
@FunctionalInterface
interface Rule {

    /**
     * @param made what the expression made; values that it only handed on know their origin
     * @param parts what its own parts made, in the order in which they were evaluated
     * @return the same, every value with an origin
     */
    JsonNode trace(JsonNode made, List<JsonNode> parts);
}
