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
 * @param links what the end changes in the register of links; a message that is read from the ledger has none here
 */
public record Result(
        String mapping,
        String mappingVersion,
        String pack,
        JsonNode filled,
        JsonNode placed,
        Set<UnmappedCode> unmapped,
        LinkChanges links) {

    /** Nothing was made yet. */
    public static final Result NONE = new Result(null, null, null, null, null);

    /** Without a word on unmapped codes. */
    public Result(String mapping, String mappingVersion, String pack, JsonNode filled, JsonNode placed) {
        this(mapping, mappingVersion, pack, filled, placed, null);
    }

    /** Without a change of links. */
    public Result(
            String mapping,
            String mappingVersion,
            String pack,
            JsonNode filled,
            JsonNode placed,
            Set<UnmappedCode> unmapped) {
        this(mapping, mappingVersion, pack, filled, placed, unmapped, LinkChanges.NONE);
    }

    /** The same, and these changes of links in place of others. */
    public Result withLinks(LinkChanges changes) {
        return new Result(mapping, mappingVersion, pack, filled, placed, unmapped, changes);
    }
}
