package org.dhpbridge.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * What was sent to the platform for a message, and what it answered.
 *
 * @param at when the attempt ended
 * @param turns JSON array, an object a request, as the end of the message gave it in {@link Result}
 */
public record Said(Instant at, JsonNode turns) {}
