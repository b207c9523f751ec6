package org.dhpbridge.source.hl7;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.dhpbridge.absent.AbsentMarker;

/**
 * The last order (OBR) of a patient, and whether an ORC behind it is its own or begins the next one. HL7 has ORC before its OBR; some
 * write it behind. Its numbers say of which it is (ORC-2 as OBR-2, ORC-3 as OBR-3); where they say it of both or of none, the order
 * of the message does.
 */
final class OrderBefore {

    /** What two segments say of their numbers, the weakest first. */
    private enum Agreement {
        CONTRADICTION,
        SILENCE,
        EQUALITY
    }

    private String first;
    private ObjectNode order;

    /** Sees each segment, once it has its place. */
    void see(String name, ObjectNode segment) {
        if (name.equals("PID")) {
            order = null;
        } else if (name.equals("OBR")) {
            order = segment;
        }
        if (first == null && (name.equals("OBR") || name.equals("ORC"))) {
            first = name;
        }
    }

    /**
     * @param control an ORC that no OBR followed so far
     * @param next the OBR that follows it now
     * @param resultsBetween whether results stand between the two
     * @return whether the ORC, and what stands behind it, is not of the OBR that follows
     */
    boolean has(ObjectNode control, ObjectNode next, boolean resultsBetween) {
        boolean ordersFirst = "OBR".equals(first);
        Agreement ahead = agreement(control, next);
        Agreement behind = order == null ? Agreement.CONTRADICTION : agreement(control, order);
        if (!resultsBetween && (order == null || !ordersFirst)) {
            return false;
        }
        if (behind != ahead) {
            return behind.compareTo(ahead) > 0;
        }
        return behind == Agreement.CONTRADICTION
                ? resultsBetween
                : ordersFirst && (resultsBetween || standsDirectlyBehind(control));
    }

    private boolean standsDirectlyBehind(ObjectNode control) {
        return control.path("_segment").asInt() == order.path("_segment").asInt() + 1;
    }

    private static Agreement agreement(ObjectNode control, ObjectNode order) {
        Agreement placer = agreement(control.path("ORC-2"), order.path("OBR-2"));
        Agreement filler = agreement(control.path("ORC-3"), order.path("OBR-3"));
        if (placer == Agreement.CONTRADICTION || filler == Agreement.CONTRADICTION) {
            return Agreement.CONTRADICTION;
        }
        return placer.compareTo(filler) > 0 ? placer : filler;
    }

    private static Agreement agreement(JsonNode one, JsonNode other) {
        String number = number(one);
        String expected = number(other);
        if (number.isEmpty() || expected.isEmpty()) {
            return Agreement.SILENCE;
        }
        return number.equals(expected) ? Agreement.EQUALITY : Agreement.CONTRADICTION;
    }

    private static String number(JsonNode entity) {
        String number = entity.path("EI-1").asText("").strip();
        return AbsentMarker.reasonIn(number).isPresent() ? "" : number;
    }
}
