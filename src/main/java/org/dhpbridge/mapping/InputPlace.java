package org.dhpbridge.mapping;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Where a value stands; put into words only when somebody reads it, for most places are never told.
 *
 * @param part row or segment of the prepared input, or several rows as one, with themselves in {@code _rows}
 * @param name column or field in it
 */
record InputPlace(JsonNode part, String name) {

    private static final String ROWS = "_rows";

    @Override
    public String toString() {
        JsonNode said = saying();
        if (said.has("_line")) {
            return "line " + said.get("_line").asText() + ", column " + column(said);
        }
        if (said.has("_row")) {
            return "row " + said.get("_row").asText() + ", column " + column(said);
        }
        return said.has("_segment") ? name + " (segment " + said.get("_segment").asText() + ")" : name;
    }

    /** Of rows that were put together the first that says something in the column. */
    private JsonNode saying() {
        for (JsonNode row : part.path(ROWS)) {
            if (MappingFunction.isKnown(row.path(name))) {
                return row;
            }
        }
        return part;
    }

    /** As the source calls it. */
    private String column(JsonNode row) {
        return row.path(FeedRows.SOURCE_COLUMNS).path(name).asText(name);
    }
}
