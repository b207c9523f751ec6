package org.dhpbridge.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/**
 * What the steps made of a message, as far as they came. Every part may be null.
 *
 * @param mapping name of the mapping that was used, as {@code hl7v2/ADT_A01}
 * @param mappingVersion its version
 * @param pack profile pack and version, as {@code uz-core-0.7.0}
 * @param filled JSON array of what was declared absent
 * @param placed JSON array of the ids and versions that the platform gave
 * @param unmapped codes that the tables lack, to be counted; null when the message was not mapped. A message that is read
 *     from the ledger has null here
 */
public record Result(
        String mapping,
        String mappingVersion,
        String pack,
        JsonNode filled,
        JsonNode placed,
        Set<UnmappedCode> unmapped) {

    /** Nothing was made yet. */
    public static final Result NONE = new Result(null, null, null, null, null);

    /** Without a word on unmapped codes. */
    public Result(String mapping, String mappingVersion, String pack, JsonNode filled, JsonNode placed) {
        this(mapping, mappingVersion, pack, filled, placed, null);
    }
}
