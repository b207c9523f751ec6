package org.dhpbridge.source.csv;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What makes rows speak of the same thing: columns whose values are equal in them.
 *
 * @param parts a part is one column, or several of which the first that is filled counts
 */
public record RowKey(List<List<String>> parts) {

    /**
     * Reads the parts of a descriptor: {@code [facility, pinfl | patient_id]}.
     *
     * @param known whether there is a column of a name
     * @param unknown takes every name of which there is none
     */
    static RowKey parse(List<String> texts, Predicate<String> known, Consumer<String> unknown) {
        List<List<String>> parts = new ArrayList<>();
        for (String text : texts) {
            List<String> columns = known.test(text) ? List.of(text) : List.of(text.split("\\s*\\|\\s*"));
            columns.stream().filter(known.negate()).forEach(unknown);
            parts.add(columns);
        }
        return new RowKey(List.copyOf(parts));
    }

    /**
     * The key in another table: what several columns there fill together is the same where it is in each of them.
     *
     * @param own column of this one → those there that fill it
     */
    RowKey in(Function<String, List<String>> own) {
        return new RowKey(parts.stream()
                .flatMap(List::stream)
                .flatMap(column -> own.apply(column).stream())
                .distinct()
                .map(List::of)
                .toList());
    }

    public boolean isEmpty() {
        return parts.isEmpty();
    }

    /**
     * @param cell column → its text in a row, empty when there is none
     * @return a value a part, empty where none of its columns is filled
     */
    public List<String> values(UnaryOperator<String> cell) {
        return parts.stream()
                .map(columns -> columns.stream()
                        .map(cell)
                        .filter(text -> !text.isEmpty())
                        .findFirst()
                        .orElse(""))
                .toList();
    }

    /** For people: {@code facility, pinfl or patient_id}. */
    @Override
    public String toString() {
        return parts.stream().map(columns -> String.join(" or ", columns)).collect(Collectors.joining(", "));
    }
}
