package org.dhpbridge.source.hl7;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.dhpbridge.source.UnreadableMessageException;

/**
 * The segments of one message as texts. Any of CR, LF and CRLF ends a segment; a line that does not begin like a segment
 * goes on the one before it, as in texts with line breaks of their own; behind a result that has ended it makes the message
 * unreadable. ADD goes on the segment before it without a line break
 * (HL7 v2.5.1, 2.10.2.1).
 *
 * @param texts from their names on, MSH first
 * @param notes what a person should see
 */
record Segments(List<String> texts, List<ReaderNote> notes) {

    private static final String ADDENDUM = "ADD";

    /** While the lines of a message are read. */
    private static final class Reading {
        final List<String> texts = new ArrayList<>();
        final List<ReaderNote> notes = new ArrayList<>();
        StringBuilder open;
        int broken;

        void begin(String segment) {
            finish();
            texts.add(segment);
        }

        void continueWith(String before, String text, int from, int to) {
            if (open == null) {
                open = new StringBuilder(texts.get(texts.size() - 1));
            }
            open.append(before).append(text, from, to);
        }

        /** Whether the last segment is a text that has not ended: it stops in OBX-5 or NTE-3, and more fields follow there. */
        boolean isInText(char separator) {
            return !texts.isEmpty() && textField() > 0 && separators(separator) == textField();
        }

        /** Whether the last segment is a result whose value has ended, so that a line behind it is none of the value's. */
        boolean isBehindResult(char separator) {
            return name(texts.get(texts.size() - 1)).equals("OBX") && separators(separator) > textField();
        }

        private int textField() {
            String name = name(texts.get(texts.size() - 1));
            return name.equals("OBX") ? 5 : name.equals("NTE") ? 3 : 0;
        }

        private int separators(char separator) {
            CharSequence last = open == null ? texts.get(texts.size() - 1) : open;
            int count = 0;
            for (int i = 0; i < last.length(); i++) {
                count += last.charAt(i) == separator ? 1 : 0;
            }
            return count;
        }

        void finish() {
            if (open == null) {
                return;
            }
            int last = texts.size() - 1;
            texts.set(last, open.toString());
            if (broken > 0) {
                notes.add(
                        new ReaderNote(
                                "line-break",
                                place(last + 1, name(texts.get(last))),
                                "the lines behind it do not begin like a segment (" + broken
                                        + "); they were read as its own text, with its line breaks. Send a line break of a text as \\.br\\."));
            }
            open = null;
            broken = 0;
        }
    }

    /**
     * @param message from {@code MSH} on
     * @param separator the field separator
     * @param known whether HL7 has a segment of that name
     */
    static Segments of(String message, char separator, Predicate<String> known) {
        Reading reading = new Reading();
        int from = 0;
        while (from < message.length()) {
            int to = endOfLine(message, from);
            int start = blanksFrom(message, from, to);
            boolean named = begins(message, start, to, separator, known);
            if (named && (isSegment(message, start, known) || !reading.isInText(separator))) {
                add(reading, message, start, to);
            } else if (start < to && !reading.texts.isEmpty()) {
                if (reading.isBehindResult(separator)) {
                    throw strayLine(reading.texts.size());
                }
                reading.continueWith("\n", message, from, to);
                reading.broken++;
            }
            from = to + 1;
        }
        reading.finish();
        return new Segments(List.copyOf(reading.texts), List.copyOf(reading.notes));
    }

    private static UnreadableMessageException strayLine(int number) {
        return new UnreadableMessageException(
                "line-break",
                place(number, "OBX"),
                "The line behind it does not begin like a segment, and the value of the result has ended: nobody can say what it"
                        + " belongs to. Send a line break of a text as \\.br\\, and nothing behind the message.");
    }

    /** One that HL7 knows, or of a site's own. */
    private static boolean isSegment(String message, int start, Predicate<String> known) {
        String name = name(message.substring(start, start + 3));
        return name.startsWith("Z") || known.test(name);
    }

    private static void add(Reading reading, String message, int start, int to) {
        boolean bare = to - start == 3;
        String name = name(message.substring(start, start + 3));
        if (name.equals(ADDENDUM) && !reading.texts.isEmpty()) {
            if (!bare) {
                reading.continueWith("", message, start + 4, to);
            }
            return;
        }
        reading.begin(message.substring(start, to));
        if (bare) {
            reading.notes.add(new ReaderNote(
                    "empty-segment",
                    place(reading.texts.size(), name),
                    "the line holds nothing but the name of the segment, so nothing of it was read. When it is a line of a"
                            + " text, send the line break as \\.br\\."));
        }
    }

    /** As {@code segment 4 (OBX)}. */
    static String place(int number, String name) {
        return "segment " + number + " (" + name + ")";
    }

    /** The name of a segment, in capitals. */
    static String name(String segment) {
        return segment.substring(0, 3).toUpperCase(Locale.ROOT);
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

    private static boolean begins(String text, int from, int to, char separator, Predicate<String> known) {
        if (to - from < 3 || to - from > 3 && text.charAt(from + 3) != separator) {
            return false;
        }
        boolean named = isLetter(text.charAt(from))
                && isLetterOrDigit(text.charAt(from + 1))
                && isLetterOrDigit(text.charAt(from + 2));
        return named && (to - from > 3 || known.test(text.substring(from, to)));
    }

    private static boolean isLetter(char c) {
        return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
    }

    private static boolean isLetterOrDigit(char c) {
        return isLetter(c) || c >= '0' && c <= '9';
    }
}
