package org.dhpbridge.source.rows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.dhpbridge.source.csv.CsvFeed;

/** Cells of rows as the texts that a CSV file would hold. */
final class RowTexts {

    /** Names that say where a row stands; no column of a source may take them. */
    private static final Set<String> RESERVED = Set.of("_line", "_row", "_columns");

    private RowTexts() {}

    /** Puts the value without the blanks around it; not at all when nothing is left. */
    static void put(ObjectNode row, String label, String value) {
        String text = CsvFeed.strip(value);
        if (!text.isEmpty() && !RESERVED.contains(label)) {
            row.put(label, text);
        }
    }
}
