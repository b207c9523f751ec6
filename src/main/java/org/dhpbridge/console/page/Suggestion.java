package org.dhpbridge.console.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.dhpbridge.mapping.CodeTableView;
import org.dhpbridge.profile.CodeSet;
import org.dhpbridge.profile.ProfilePack;

/**
 * What an unmapped code may mean.
 *
 * @param columns what the row would have
 * @param reason what it is like: the source's spelling of a row that is there, or the display of the pack
 * @param ofPack whether it comes from the value set of the pack
 */
public record Suggestion(Map<String, String> columns, String reason, boolean ofPack) {

    private static final int MOST = 8;
    private static final int FEW = 15;
    private static final double ALIKE = 0.3;

    private record Rated(Suggestion suggestion, double likeness) {}

    /**
     * The likeliest first; those of the table before those of the pack.
     *
     * @param words the code, and what its sources call it
     */
    static List<Suggestion> of(CodeTableView table, List<String> words, ProfilePack pack) {
        LinkedHashSet<Suggestion> found = new LinkedHashSet<>(ofTable(table, words));
        found.addAll(ofPack(table, words, pack));
        return List.copyOf(found);
    }

    private static List<Suggestion> ofTable(CodeTableView table, List<String> words) {
        List<Rated> rated = new ArrayList<>();
        for (Map<String, String> row : table.rows()) {
            String to = row.getOrDefault("to", "");
            if (!to.isEmpty()) {
                Map<String, String> columns = new LinkedHashMap<>(row);
                String from = columns.remove("from");
                columns.remove("source");
                double likeness = Math.max(likeness(words, from), likeness(words, row.getOrDefault("display", "")));
                rated.add(new Rated(new Suggestion(columns, from, false), likeness));
            }
        }
        List<Suggestion> best = new ArrayList<>();
        rated.stream()
                .filter(one -> one.likeness() >= ALIKE)
                .sorted(Comparator.comparingDouble(Rated::likeness).reversed())
                .map(Rated::suggestion)
                .filter(one ->
                        best.stream().noneMatch(better -> better.columns().equals(one.columns())))
                .limit(MOST)
                .forEach(best::add);
        return best;
    }

    private static List<Suggestion> ofPack(CodeTableView table, List<String> words, ProfilePack pack) {
        if (!table.columns().contains("to")) {
            return List.of();
        }
        List<CodeSet.Concept> concepts = table.elements().stream()
                .flatMap(element -> pack.element(element).stream())
                .map(rule -> rule.binding())
                .filter(Objects::nonNull)
                .flatMap(binding -> binding.codes().concepts().stream())
                .distinct()
                .toList();
        return concepts.stream()
                .map(concept -> new Rated(
                        new Suggestion(Map.of("to", concept.code()), concept.display(), true),
                        Math.max(likeness(words, concept.code()), likeness(words, concept.display()))))
                .filter(one -> concepts.size() <= FEW || one.likeness() >= ALIKE)
                .sorted(Comparator.comparingDouble(Rated::likeness).reversed())
                .limit(concepts.size() <= FEW ? FEW : MOST)
                .map(Rated::suggestion)
                .toList();
    }

    private static double likeness(List<String> words, String other) {
        return words.stream()
                .mapToDouble(word -> Likeness.of(word, other))
                .max()
                .orElse(0);
    }
}
