package org.dhpbridge.source.hl7;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The last segment of a file, when no line end follows it. Many senders leave that out, so by itself it says nothing; but one that
 * lacks fields which the others of its kind have was cut.
 *
 * @param name of the segment
 * @param fields how many separators it has
 */
record LastSegment(String name, int fields) {

    /** HL7 demands that a result says its status. */
    private static final int STATUS_OF_RESULT = 11;

    /**
     * @param message the last one of a file, a CR behind each line
     * @param before the message before it; null when there is none
     */
    static boolean isCut(byte[] message, byte[] before) {
        List<LastSegment> segments = of(message);
        LastSegment last = segments.remove(segments.size() - 1);
        int usual = last.fewest(segments);
        if (!last.name.equals("OBX")) {
            return usual >= 0 && last.fields < usual;
        }
        int elsewhere = usual < 0 && before != null ? last.fewest(of(before)) : usual;
        return last.fields < (elsewhere < 0 ? STATUS_OF_RESULT : Math.min(elsewhere, STATUS_OF_RESULT));
    }

    /** The fewest separators of a segment of the same name; -1 when there is none. */
    private int fewest(List<LastSegment> among) {
        return among.stream()
                .filter(other -> other.name.equals(name))
                .mapToInt(LastSegment::fields)
                .min()
                .orElse(-1);
    }

    /** A line that does not begin like a segment goes on the one before it. */
    private static List<LastSegment> of(byte[] message) {
        String text = new String(message, StandardCharsets.ISO_8859_1);
        char separator = text.length() > 3 ? text.charAt(3) : '|';
        List<LastSegment> segments = new ArrayList<>();
        for (String line : text.split("\r")) {
            int fields = (int) line.chars().filter(c -> c == separator).count();
            int size = segments.size();
            if (size == 0 || isSegment(line, separator)) {
                segments.add(new LastSegment(line.substring(0, Math.min(3, line.length())), fields));
            } else {
                LastSegment open = segments.get(size - 1);
                segments.set(size - 1, new LastSegment(open.name, open.fields + fields));
            }
        }
        return segments;
    }

    private static boolean isSegment(String line, char separator) {
        return line.length() > 3
                && line.charAt(3) == separator
                && line.substring(0, 3).matches("[A-Z][A-Z0-9]{2}");
    }
}
