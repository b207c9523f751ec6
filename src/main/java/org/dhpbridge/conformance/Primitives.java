package org.dhpbridge.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.dhpbridge.profile.TypeRule;

/** The forms of FHIR's primitive types (FHIR R5, Data Types, 2.1.29 "Primitive Types"). */
final class Primitives {

    private static final char[] BLANKS = {' ', '\u00A0', '\t', '\n', '\u000B', '\f', '\r'};
    private static final int MAX_ID = 64;
    private static final int MAX_TEXT = 1024 * 1024;

    private static final boolean[] OF_ID = new boolean['z' + 1];

    static {
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-."
                .chars()
                .forEach(c -> OF_ID[c] = true);
    }

    private Primitives() {}

    /** @return what is wrong, as a sentence; empty when nothing is */
    static Optional<String> check(TypeRule type, JsonNode value) {
        return switch (type.code()) {
            case "boolean" ->
                value.isBoolean()
                        ? Optional.empty()
                        : Optional.of("The element must be true or false, without quotes.");
            case "integer", "positiveInt", "unsignedInt" -> integer(type.code(), value);
            case "decimal" ->
                value.isNumber()
                        ? Optional.empty()
                        : Optional.of(
                                "The element must be a JSON number, with a point before the decimals and no quotes.");
            default -> text(type, value);
        };
    }

    private static Optional<String> integer(String type, JsonNode value) {
        long least = type.equals("positiveInt") ? 1 : type.equals("unsignedInt") ? 0 : Integer.MIN_VALUE;
        boolean whole = value.isIntegralNumber() && value.canConvertToInt();
        if (!whole) {
            return Optional.of("The element must be a whole number without quotes, at most 2147483647.");
        }
        return value.decimalValue().compareTo(BigDecimal.valueOf(least)) < 0
                ? Optional.of("The element must be at least " + least + ": its type is " + type + ".")
                : Optional.empty();
    }

    private static Optional<String> text(TypeRule type, JsonNode value) {
        if (!value.isTextual()) {
            return Optional.of("The element must be a JSON string: its type is " + type.code() + ".");
        }
        String text = value.asText();
        if (text.isEmpty()) {
            return Optional.of("The element is an empty string. Leave it out when there is no value.");
        }
        boolean wellFormed =
                switch (type.code()) {
                    case "string", "markdown" -> !text.isBlank() && text.length() <= MAX_TEXT;
                    case "uri", "url", "canonical" -> hasNoBlank(text);
                    case "code" -> isCode(text);
                    case "id" -> isId(text, 0, text.length());
                    case "base64Binary" -> isBase64(text);
                    case "date" -> Dates.isDate(text);
                    case "dateTime" -> Dates.isDateTime(text) && Dates.isTimeWithZone(text);
                    case "instant" -> Dates.isInstant(text);
                    case "xhtml" -> Xhtml.isNarrative(text);
                    default -> matches(type, text);
                };
        return wellFormed ? Optional.empty() : Optional.of(Sentences.badForm(type.code()));
    }

    private static boolean matches(TypeRule type, String text) {
        Pattern regex = type.shape().regex();
        return regex == null || regex.matcher(text).matches();
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\u00A0' || c >= '\t' && c <= '\r';
    }

    /** A URI that starts with a scheme (RFC 3986, 3.1). */
    static boolean isAbsolute(String uri) {
        int colon = uri.indexOf(':');
        for (int i = 0; i < colon; i++) {
            char c = uri.charAt(i);
            if (c >= OF_ID.length || !OF_ID[c] && c != '+') {
                return false;
            }
        }
        return colon > 0;
    }

    /** Asked of every text: seven times indexOf, which looks at many letters at once, is faster than one loop over them. */
    static boolean hasNoBlank(String text) {
        for (char blank : BLANKS) {
            if (text.indexOf(blank) >= 0) {
                return false;
            }
        }
        return true;
    }

    /** No blanks at the ends, single ones (only spaces) between. */
    private static boolean isCode(String text) {
        boolean afterBlank = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean blank = isBlank(c);
            if (blank && (afterBlank || c != ' ')) {
                return false;
            }
            afterBlank = blank;
        }
        return !afterBlank;
    }

    /** Whether a part of a text has the form of an id: 1 to 64 letters, digits, hyphens and points. */
    static boolean isId(String text, int from, int to) {
        return to - from <= MAX_ID && isIdText(text, from, to);
    }

    /** Letters, digits, hyphens and points, however many. */
    static boolean isIdText(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c >= OF_ID.length || !OF_ID[c]) {
                return false;
            }
        }
        return from < to;
    }

    private static boolean isBase64(String text) {
        try {
            Base64.getMimeDecoder().decode(text);
            return text.strip().length() % 4 == 0
                    && !isBlank(text.charAt(0))
                    && !isBlank(text.charAt(text.length() - 1));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
