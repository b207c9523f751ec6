package org.dhpbridge.mapping.trace;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where a value came from.
 *
 * @param sources the input fields that it was made of, or that decided it, as {@code PID-5.1} or {@code column FAM}; empty
 *     when no input took part
 * @param tables the rows of code tables that took part
 * @param functions what it went through, in order, as {@code date} or {@code pack-coding}
 * @param file the mapping file that made it, as {@code mappings/uz-core/name.jslt}; null for a value of the input itself
 * @param line of the file, from 1; 0 without a file
 */
public record Origin(List<String> sources, List<TableRow> tables, List<String> functions, String file, int line) {

    /** Of a value that nothing is known of yet. */
    static final Origin NONE = new Origin(List.of(), List.of(), List.of(), null, 0);

    static Origin input(String... fields) {
        return new Origin(List.of(fields), List.of(), List.of(), null, 0);
    }

    /** All sources, tables and functions of several values; of no place. */
    static Origin union(Collection<Origin> origins) {
        Set<String> sources = new LinkedHashSet<>();
        Set<TableRow> tables = new LinkedHashSet<>();
        Set<String> functions = new LinkedHashSet<>();
        for (Origin origin : origins) {
            sources.addAll(origin.sources);
            tables.addAll(origin.tables);
            functions.addAll(origin.functions);
        }
        return new Origin(List.copyOf(sources), List.copyOf(tables), List.copyOf(functions), null, 0);
    }

    Origin at(String newFile, int newLine) {
        return new Origin(sources, tables, functions, newFile, newLine);
    }

    /** The function that the value went through last; null when it went through none. */
    String lastFunction() {
        return functions.isEmpty() ? null : functions.get(functions.size() - 1);
    }

    Origin through(String function) {
        return function == null || functions.contains(function)
                ? this
                : union(List.of(this, new Origin(List.of(), List.of(), List.of(function), null, 0)))
                        .at(file, line);
    }

    Origin by(TableRow row) {
        return union(List.of(this, new Origin(List.of(), List.of(row), List.of(), null, 0)))
                .at(file, line);
    }

    /** Whether a field of the input took part. */
    boolean isOfInput() {
        return !sources.isEmpty();
    }
}
