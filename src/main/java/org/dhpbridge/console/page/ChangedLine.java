package org.dhpbridge.console.page;

import java.util.ArrayList;
import java.util.List;

/**
 * A line that a person took out of a message, or put in.
 *
 * @param isNew whether it was put in
 */
public record ChangedLine(boolean isNew, String text) {

    private static final int MOST_CELLS = 4_000_000;

    /**
     * What differs between two texts, line by line, in their order.
     *
     * @return empty when they are the same, or when there are too many lines to compare
     */
    static List<ChangedLine> between(String was, String now) {
        List<String> before = was.strip().lines().toList();
        List<String> after = now.strip().lines().toList();
        if ((long) (before.size() + 1) * (after.size() + 1) > MOST_CELLS) {
            return List.of();
        }
        int[][] common = common(before, after);
        List<ChangedLine> changed = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < before.size() || j < after.size()) {
            if (i < before.size() && j < after.size() && before.get(i).equals(after.get(j))) {
                i++;
                j++;
            } else if (j == after.size() || i < before.size() && common[i + 1][j] >= common[i][j + 1]) {
                changed.add(new ChangedLine(false, before.get(i++)));
            } else {
                changed.add(new ChangedLine(true, after.get(j++)));
            }
        }
        return changed;
    }

    /** How many lines are common, in their order, to what follows each pair of places. */
    private static int[][] common(List<String> before, List<String> after) {
        int[][] common = new int[before.size() + 1][after.size() + 1];
        for (int i = before.size() - 1; i >= 0; i--) {
            for (int j = after.size() - 1; j >= 0; j--) {
                common[i][j] = before.get(i).equals(after.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }
}
