package org.dhpbridge.soak;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What is not as it must be. */
final class Findings {

    /** The four ways in which a delivery can be wrong. */
    enum Kind {
        LOST("lost"),
        DOUBLED("doubled"),
        OVERWRITTEN("overwritten by older"),
        UNEXPLAINED("unexplained");

        final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    private final Map<Kind, List<String>> found = new EnumMap<>(Kind.class);

    Findings() {
        for (Kind kind : Kind.values()) {
            found.put(kind, new ArrayList<>());
        }
    }

    void add(Kind kind, String sentence) {
        found.get(kind).add(sentence);
    }

    List<String> of(Kind kind) {
        return found.get(kind);
    }

    boolean isClean() {
        return found.values().stream().allMatch(List::isEmpty);
    }
}
