package org.dhpbridge.source.hl7;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The segments of one message as texts. Any of CR, LF and CRLF ends a segment; a line that does not begin like a segment
 * goes on the one before it, as in texts with line breaks of their own.
 */
final class Segments {

    private Segments() {}

    /**
     * @param message from {@code MSH} on
     * @param separator the field separator
     */
    static List<String> of(String message, char separator) {
        List<String> segments = new ArrayList<>();
        StringBuilder continued = null;
        int from = 0;
        while (from < message.length()) {
            int to = endOfLine(message, from);
            int start = blanksFrom(message, from, to);
            if (begins(message, start, to, separator)) {
                continued = finish(segments, continued);
                segments.add(message.substring(start, to));
            } else if (start < to && !segments.isEmpty()) {
                if (continued == null) {
                    continued = new StringBuilder(segments.get(segments.size() - 1));
                }
                continued.append('\n').append(message, from, to);
            }
            from = to + 1;
        }
        finish(segments, continued);
        return segments;
    }

    /** The name of a segment, in capitals. */
    static String name(String segment) {
        return segment.substring(0, 3).toUpperCase(Locale.ROOT);
    }

    private static StringBuilder finish(List<String> segments, StringBuilder continued) {
        if (continued != null) {
            segments.set(segments.size() - 1, continued.toString());
        }
        return null;
    }

    private static int endOfLine(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' || c == '\n') {
                return i;
            }
        }
        return text.length();
    }

    private static int blanksFrom(String text, int from, int to) {
        int start = from;
        while (start < to && text.charAt(start) <= ' ') {
            start++;
        }
        return start;
    }

    private static boolean begins(String text, int from, int to, char separator) {
        if (to - from < 3 || to - from > 3 && text.charAt(from + 3) != separator) {
            return false;
        }
        return isLetter(text.charAt(from))
                && isLetterOrDigit(text.charAt(from + 1))
                && isLetterOrDigit(text.charAt(from + 2));
    }

    private static boolean isLetter(char c) {
        return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
    }

    private static boolean isLetterOrDigit(char c) {
        return isLetter(c) || c >= '0' && c <= '9';
    }
}
