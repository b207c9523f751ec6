package org.dhpbridge.fhirpath;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;

/** The least and greatest value that an imprecise date or number may mean (FHIRPath STU, lowBoundary and highBoundary). */
final class Boundaries {

    private static final ZoneOffset EAST = ZoneOffset.ofHours(14);
    private static final ZoneOffset WEST = ZoneOffset.ofHours(-12);

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
            OffsetDateTime time = time(value.asText(), low);
            return time == null ? value : TextNode.valueOf(time.toString());
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

    /** Negative, zero or positive; null when the precision does not tell. */
    static Integer order(String left, String right) {
        if (left.length() == right.length() && !isZoned(left) && !isZoned(right)) {
            return Integer.signum(left.compareTo(right));
        }
        OffsetDateTime leftLow = time(left, true);
        OffsetDateTime rightLow = time(right, true);
        if (leftLow == null || rightLow == null) {
            return left.compareTo(right);
        }
        OffsetDateTime leftHigh = time(left, false);
        OffsetDateTime rightHigh = time(right, false);
        if (left.length() == right.length() && leftLow.isEqual(rightLow)) {
            return 0;
        }
        if (leftHigh.isBefore(rightLow)) {
            return -1;
        }
        if (leftLow.isAfter(rightHigh)) {
            return 1;
        }
        return leftLow.isEqual(leftHigh) && leftLow.isEqual(rightLow) && rightLow.isEqual(rightHigh) ? 0 : null;
    }

    private static OffsetDateTime time(String text, boolean low) {
        if (text.length() < 4 || !Character.isDigit(text.charAt(0))) {
            return null;
        }
        try {
            if (text.indexOf('T') > 0) {
                return withTime(text, low);
            }
            LocalDate day =
                    switch (text.length()) {
                        case 4 -> LocalDate.of(Integer.parseInt(text), low ? 1 : 12, low ? 1 : 31);
                        case 7 ->
                            low
                                    ? YearMonth.parse(text).atDay(1)
                                    : YearMonth.parse(text).atEndOfMonth();
                        default -> LocalDate.parse(text);
                    };
            return low
                    ? day.atStartOfDay().atOffset(EAST)
                    : day.atTime(23, 59, 59, 999_000_000).atOffset(WEST);
        } catch (DateTimeException | NumberFormatException e) {
            return null;
        }
    }

    private static boolean isZoned(String time) {
        return time.endsWith("Z") || time.lastIndexOf('+') > 10 || time.lastIndexOf('-') > 10;
    }

    private static OffsetDateTime withTime(String text, boolean low) {
        OffsetDateTime time = isZoned(text)
                ? OffsetDateTime.parse(text)
                : LocalDateTime.parse(text).atOffset(low ? EAST : WEST);
        return low || text.indexOf('.') > 0 ? time : time.withNano(999_000_000);
    }
}
