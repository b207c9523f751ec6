package org.dhpbridge.fhirpath;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;

/** The least and greatest value that an imprecise date or number may mean (FHIRPath STU, lowBoundary and highBoundary). */
final class Boundaries {

    private Boundaries() {}

    /** The boundary of a date, number or quantity; null when the value has none. */
    static JsonNode of(JsonNode value, boolean low) {
        if (value == null) {
            return null;
        }
        if (value.isNumber()) {
            return DecimalNode.valueOf(of(value.decimalValue(), low));
        }
        if (value.isTextual()) {
            PointInTime point = PointInTime.of(value.asText());
            return point == null ? value : TextNode.valueOf(point.boundary(low));
        }
        if (value.isObject() && value.path("value").isNumber()) {
            ObjectNode copy = value.deepCopy();
            copy.set("value", of(value.get("value"), low));
            return copy;
        }
        return value.isObject() ? null : value;
    }

    private static BigDecimal of(BigDecimal value, boolean low) {
        BigDecimal half = BigDecimal.valueOf(5, value.scale() + 1);
        return low ? value.subtract(half) : value.add(half);
    }

    /**
     * @return negative, zero or positive; null when the precision does not tell. Texts that are no dates are compared as texts
     */
    static Integer order(String left, String right) {
        PointInTime one = PointInTime.of(left);
        PointInTime other = PointInTime.of(right);
        return one == null || other == null ? Integer.valueOf(left.compareTo(right)) : one.order(other);
    }
}
