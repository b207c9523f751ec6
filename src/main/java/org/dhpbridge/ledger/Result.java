package org.dhpbridge.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;

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
 * @param issues JSON array of what the steps had to say: {@code severity}, {@code code}, {@code expression}, {@code field}, {@code
 *     diagnostics}; no value of the message
 * @param conversation JSON of what was sent and answered, to be kept in the place of an earlier one; null when nothing was
 *     sent, or it is not kept. A message that is read from the ledger has null here
 */
public record Result(
        String mapping,
        String mappingVersion,
        String pack,
        JsonNode filled,
        JsonNode placed,
        Set<UnmappedCode> unmapped,
        LinkChanges links,
        JsonNode issues,
        String conversation) {

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
        this(mapping, mappingVersion, pack, filled, placed, unmapped, LinkChanges.NONE, null, null);
    }

    /** The same, with what the steps had to say. */
    public Result withIssues(JsonNode said) {
        return new Result(mapping, mappingVersion, pack, filled, placed, unmapped, links, said, conversation);
    }

    /** The codes of the warnings among the issues, each once. */
    public Set<String> warnings() {
        Set<String> codes = new TreeSet<>();
        if (issues != null) {
            for (JsonNode issue : issues) {
                if (issue.path("severity").asText().equals("warning")) {
                    codes.add(issue.path("code").asText());
                }
            }
        }
        return codes;
    }

    /** The same, and these changes of links in place of others. */
    public Result withLinks(LinkChanges changes) {
        return new Result(mapping, mappingVersion, pack, filled, placed, unmapped, changes, issues, conversation);
    }

    /** The same, and what was sent and answered. */
    public Result withConversation(String said) {
        return new Result(mapping, mappingVersion, pack, filled, placed, unmapped, links, issues, said);
    }
}
