package org.dhpbridge.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import org.dhpbridge.support.ValueClass;

/**
 * How values of messages are shown: as their shape, or, once they are revealed, as they are, with what is invisible made
 * visible and what is endless cut.
 *
 * @param revealed whether who looks may see the values now
 */
public record Shown(boolean revealed) {

    private static final int LONGEST_MASK = 60;
    private static final int LONGEST_VALUE = 2_000;

    /** A value, or its shape. */
    public String value(JsonNode value) {
        return text(value.isTextual() ? value.textValue() : value.toString());
    }

    /** A value that is not of the message: a constant, a canonical, a code of the pack. */
    public static String open(JsonNode value) {
        return visible(value.isTextual() ? value.textValue() : value.toString(), LONGEST_VALUE);
    }

    /** A text, or its shape. */
    public String text(String text) {
        return revealed ? visible(text, LONGEST_VALUE) : ValueClass.masked(text, LONGEST_MASK);
    }

    /** A line of a message that may be seen. */
    public static String visible(String line) {
        return visible(line, LONGEST_VALUE);
    }

    /** Controls that could hide or turn round what stands beside them are written out. */
    static String visible(String text, int longest) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(longest).forEach(c -> {
            boolean hidden = Character.getType(c) == Character.FORMAT
                    || (Character.isISOControl(c) && c != '\n' && c != '\t')
                    || Character.getType(c) == Character.SURROGATE;
            if (hidden) {
                shown.append(String.format("⟨U+%04X⟩", c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        int more = text.codePointCount(0, text.length()) - longest;
        return more > 0 ? shown + " … +" + more : shown.toString();
    }
}
