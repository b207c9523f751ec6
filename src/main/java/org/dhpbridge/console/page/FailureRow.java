package org.dhpbridge.console.page;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.dhpbridge.ledger.Causes.Cause;

/**
 * A cause as the page of failures shows it.
 *
 * @param trend dead messages of each of the last seven days, the oldest first
 * @param sentence what the newest of them says; null when it ended otherwise meanwhile
 */
public record FailureRow(Cause cause, long[] trend, String sentence) {

    private static final int HIGHEST = 16;
    private static final char LOST = '\ufffd';

    /** What the source must send anew, or nothing can: the words for what to do ask for no replay. */
    static final Set<String> NOT_REPLAYED = Set.of(
            "archive",
            "batch-count",
            "binary",
            "broken-off",
            "charset",
            "columns",
            "content-type",
            "empty",
            "feed",
            "fragment",
            "group-too-long",
            "header",
            "json",
            "junk",
            "message-kind",
            "not-hl7",
            "processing-id",
            "too-long",
            "unknown");

    /** Whether a replay is what helps when the cause is mended. */
    public boolean isMendedByReplay() {
        return !NOT_REPLAYED.contains(cause.code()) || cause.step().equals("push");
    }

    /** Whether a row for the code that its table lacks can help; of a code that lost letters nobody knows what it was. */
    public boolean isMendedByItsTable() {
        return cause.lacking() != null && cause.lacking().code().indexOf(LOST) < 0;
    }

    /** How high the bar of a day is. */
    public long height(int day) {
        long most = Math.max(1, Arrays.stream(trend).max().orElse(1));
        return trend[day] == 0 ? 0 : Math.max(1, HIGHEST * trend[day] / most);
    }

    /** The numbers, for who cannot see the bars. */
    public String trendText() {
        return Arrays.stream(trend).mapToObj(Long::toString).collect(Collectors.joining(", "));
    }
}
