package org.dhpbridge.account;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * A segment of the input that an account is kept of.
 *
 * @param number of the segment in the message, from 1
 * @param name as {@code OBX}
 * @param segment its fields
 */
record AccountedSegment(int number, String name, Kind kind, JsonNode segment) {

    /** As places are written elsewhere: {@code OBX (segment 7)}. */
    String place() {
        return place(name);
    }

    /** @param field as {@code OBX-5} */
    String place(String field) {
        return field + " (segment " + number + ")";
    }

    /** @param field as {@code OBX-5} */
    JsonNode field(String field) {
        return segment.path(field);
    }

    /** Whether it says nothing but its position. */
    boolean isEmpty() {
        for (Map.Entry<String, JsonNode> field : segment.properties()) {
            if (!field.getKey().equals("_segment") && !field.getKey().equals(name + "-1")) {
                return false;
            }
        }
        return true;
    }
}
