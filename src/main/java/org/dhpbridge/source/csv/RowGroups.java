package org.dhpbridge.source.csv;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts rows that follow each other and have the same values in some columns into groups: a message each. A row without any of
 * these values is a group of its own.
 */
public final class RowGroups {

    /** How many rows a group may have. */
    public static final int MOST_ROWS = 10_000;

    /** How many characters the rows of a group may have together. */
    public static final int MOST_CHARACTERS = 16 << 20;

    /**
     * @param rows of the group, at least one; a part of them when {@code tooLong}, and the others in the groups beside it
     * @param first place of the first of these rows
     * @param last place of the last of them
     * @param tooLong whether the rows that belong together are more, or have more characters, than a message may hold
     */
    public record RowGroup(List<ObjectNode> rows, long first, long last, boolean tooLong) {}

    private final List<ObjectNode> rows = new ArrayList<>();
    private List<String> values = List.of();
    private long first;
    private long last;
    private long characters;
    private boolean tooLong;

    /**
     * @param groupValues the row's values in the columns that group, empty ones for NULL; an empty list groups nothing
     * @param row the row itself
     * @param from place of the row: its number, or its first line
     * @param to the same, or its last line
     * @param length of the row in characters
     * @return the groups that are complete now: none, the one before, or that and the row alone
     */
    public List<RowGroup> add(List<String> groupValues, ObjectNode row, long from, long to, int length) {
        List<RowGroup> complete = new ArrayList<>();
        boolean isSingle = groupValues.stream().allMatch(String::isEmpty);
        if (isSingle || !groupValues.equals(values)) {
            complete.addAll(finish());
        } else if (rows.size() == MOST_ROWS || characters + length > MOST_CHARACTERS) {
            tooLong = true;
            complete.add(take());
        }
        values = groupValues;
        first = rows.isEmpty() ? from : first;
        last = to;
        rows.add(row);
        characters += length;
        if (isSingle) {
            complete.addAll(finish());
        }
        return complete;
    }

    /** @return the group that was begun; empty when there is none */
    public List<RowGroup> finish() {
        if (rows.isEmpty()) {
            return List.of();
        }
        RowGroup group = take();
        tooLong = false;
        return List.of(group);
    }

    private RowGroup take() {
        RowGroup group = new RowGroup(List.copyOf(rows), first, last, tooLong);
        rows.clear();
        characters = 0;
        return group;
    }

    /** What to say of a group that is too long. */
    public static String tooLong(RowKey groupBy) {
        return "Too many rows one after the other have the same " + groupBy
                + ": a message may hold " + MOST_ROWS + " rows and " + MOST_CHARACTERS
                + " characters. They are kept, in several dead letters one after the other. Check that column, or split the"
                + " source, and send them again.";
    }
}
