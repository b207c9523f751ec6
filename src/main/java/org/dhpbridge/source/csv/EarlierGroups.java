package org.dhpbridge.source.csv;

import java.util.List;
import java.util.Map;
import org.dhpbridge.kernel.BoundedMap;

/**
 * Which groups of rows a file had so far, as far back as memory may be used for it. Rows of one order that do not follow each other
 * become two messages, and where both tell the same result the later one takes the place of the earlier; so do two rows of one visit.
 */
final class EarlierGroups {

    /** Of a file with more orders the last ones are remembered. */
    private static final int MOST = 50_000;

    private static final long PRIME = 0x100000001b3L;
    private static final long BASIS = 0xcbf29ce484222325L;

    private record Earlier(long line, long content) {}

    private final Map<Long, Earlier> groups = BoundedMap.byArrival(MOST);

    /**
     * @param values that group the rows
     * @param line of the group's last row
     * @param content what the group says; null when it does not matter whether an earlier one said the same
     * @return the line where the rows of the same group ended before; null when there were none, or they said the same
     */
    Long lineBefore(List<String> values, long line, List<String> content) {
        if (values.stream().allMatch(String::isEmpty)) {
            return null;
        }
        long said = content == null ? 0 : hash(content);
        Earlier before = groups.put(hash(values), new Earlier(line, said));
        return before == null || content != null && before.content() == said ? null : (Long) before.line();
    }

    /** FNV-1a of 64 bits: two of some ten thousand orders never share one by accident. */
    private static long hash(List<String> values) {
        long hash = BASIS;
        for (String value : values) {
            for (int i = 0; i < value.length(); i++) {
                hash = (hash ^ value.charAt(i)) * PRIME;
            }
            hash = (hash ^ Character.MAX_VALUE) * PRIME;
        }
        return hash;
    }
}
