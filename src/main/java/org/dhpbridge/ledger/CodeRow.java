package org.dhpbridge.ledger;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dhpbridge.kernel.Digests;

/**
 * A row of a code table that stands over those of its file.
 *
 * @param table as {@code units}
 * @param source who coined the code; empty for everybody
 * @param from as the source writes it
 * @param columns the other columns; empty values are left out
 */
public record CodeRow(String table, String source, String from, Map<String, String> columns) {

    public CodeRow {
        Map<String, String> filled = new TreeMap<>(columns);
        filled.values().removeIf(String::isEmpty);
        columns = Map.copyOf(filled);
    }

    /** The same for the same row, and for no other. */
    public String stamp() {
        return Digests.sha256Hex(Database.json(List.of(table, source, from, new TreeMap<>(columns).toString())));
    }

    /** Whether it is the row of the same code. */
    public boolean isOf(String ofTable, String ofSource, String ofFrom) {
        return table.equals(ofTable) && source.equals(ofSource) && from.equals(ofFrom);
    }
}
