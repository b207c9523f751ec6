package org.dhpbridge.console.page;

import java.util.Arrays;
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
