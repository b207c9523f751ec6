package org.dhpbridge.source.csv;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A row whose cells stand beside their columns: a delimiter too many or too few, or cells that were moved in a spreadsheet. The
 * columns whose values have a form of their own tell it ({@link ColumnKind}): at least three signs, among them one value that
 * stands in the column beside its own and one column that holds nothing of its kind. A row with one bad value has one sign, or two
 * when it was written into the column beside.
 */
final class ShiftedRow {

    private static final int FEWEST_SIGNS = 3;

    private final List<String> names;
    private final List<ColumnKind> kinds;

    ShiftedRow(CsvHeader header, CsvFeed feed) {
        names = header.names().stream()
                .map(name -> feed.columns().containsKey(name) ? name : "column " + CsvHeader.spoken(name))
                .toList();
        kinds = header.names().stream()
                .map(feed.columns()::get)
                .map(column -> column == null ? ColumnKind.ANYTHING : column.holds())
                .toList();
    }

    /**
     * @param row its cells without what they declare absent, as texts; as many as the header has, or more
     * @return what to say of a row that is shifted
     */
    Optional<String> mistake(List<String> row) {
        Set<String> wrong = new LinkedHashSet<>();
        for (int i = 0; i < kinds.size(); i++) {
            if (!row.get(i).isEmpty() && kinds.get(i).isNot(row.get(i))) {
                wrong.add(names.get(i));
            }
        }
        if (wrong.isEmpty()) {
            return Optional.empty();
        }
        List<String> right = displaced(row, 1);
        List<String> left = displaced(row, -1);
        List<String> displaced = right.size() >= left.size() ? right : left;
        return displaced.isEmpty() || displaced.size() + wrong.size() < FEWEST_SIGNS
                ? Optional.empty()
                : Optional.of("The cells of this row do not stand in their columns, so nobody can say what they mean: "
                        + String.join(", ", displaced) + "; no value of its kind stands in "
                        + String.join(", ", wrong)
                        + ". A delimiter too many or too few makes such a row, and so do cells that were moved in a"
                        + " spreadsheet. Correct the row and send it again.");
    }

    /**
     * Values that stand in the column beside their own; those of columns of one kind that follow each other have moved together. None
     * when no value stands in a column of another kind.
     */
    private List<String> displaced(List<String> row, int step) {
        List<String> displaced = new ArrayList<>();
        boolean telling = false;
        for (int i = 0; i < kinds.size(); i++) {
            ColumnKind kind = kinds.get(i);
            if (!kind.isTelling() || kind.is(row.get(i))) {
                continue;
            }
            int beside = i + step;
            while (isColumn(beside) && kinds.get(beside) == kind && kind.is(row.get(beside))) {
                beside += step;
            }
            boolean together = beside != i + step;
            boolean other = isColumn(beside) && kinds.get(beside) != kind && kind.is(row.get(beside));
            if (together && row.get(i).isEmpty()) {
                continue;
            }
            telling |= other;
            for (int moved = other ? beside : beside - step; moved != i; moved -= step) {
                displaced.add(names.get(moved) + " holds what belongs into " + names.get(moved - step));
            }
        }
        return telling ? displaced : List.of();
    }

    private boolean isColumn(int position) {
        return position >= 0 && position < kinds.size();
    }
}
