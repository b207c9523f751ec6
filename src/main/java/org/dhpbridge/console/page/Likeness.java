package org.dhpbridge.console.page;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** How alike two texts are, by the pairs of letters that they share. */
final class Likeness {

    private Likeness() {}

    /** From 0 (nothing in common) to 1 (the same but for letter case and signs). */
    static double of(String one, String other) {
        Set<String> first = pairs(one);
        Set<String> second = pairs(other);
        if (first.isEmpty() || second.isEmpty()) {
            return 0;
        }
        Set<String> shared = new HashSet<>(first);
        shared.retainAll(second);
        return 2.0 * shared.size() / (first.size() + second.size());
    }

    private static Set<String> pairs(String text) {
        String plain = " "
                + text.toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}%/]+", " ")
                        .strip() + " ";
        Set<String> pairs = new HashSet<>();
        for (int i = 0; i + 2 <= plain.length(); i++) {
            if (!plain.substring(i, i + 2).isBlank()) {
                pairs.add(plain.substring(i, i + 2));
            }
        }
        return pairs;
    }
}
