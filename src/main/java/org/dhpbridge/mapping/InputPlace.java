package org.dhpbridge.mapping;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Where a value stands; put into words only when somebody reads it, for most places are never told.
 *
 * @param part row or segment of the prepared input
 * @param name column or field in it
 */
record InputPlace(JsonNode part, String name) {

    @Override
    public String toString() {
        if (part.has("_line")) {
            return "line " + part.get("_line").asText() + ", column " + column();
        }
        if (part.has("_row")) {
            return "row " + part.get("_row").asText() + ", column " + column();
        }
        return part.has("_segment") ? name + " (segment " + part.get("_segment").asText() + ")" : name;
    }

    /** As the source calls it. */
    private String column() {
        return part.path(FeedRows.SOURCE_COLUMNS).path(name).asText(name);
    }
}
