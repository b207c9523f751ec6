package org.dhpbridge.mapping;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.dhpbridge.mapping.trace.Leaf;
import org.dhpbridge.mapping.trace.Lineage;
import org.dhpbridge.mapping.trace.Tracing;
import org.dhpbridge.profile.Packs;

/** Every value that the samples and the corpus become, with its origin; mapped once for all tests that look at it. */
final class Traces {

    static final Lineage LINEAGE = new Lineage(Packs.usual());

    private static final Map<String, List<Trace>> KNOWN = new HashMap<>();

    /** A message and what the traced mapping made of it. */
    record Trace(Messages.Message message, Mapped mapped, List<Leaf> leaves) {

        /** The texts of the input, as mappings read it, by the names that origins give them. */
        Map<String, List<String>> input() {
            Map<String, List<String>> texts = new HashMap<>();
            ObjectNode read = prepared(message);
            for (Leaf leaf : LINEAGE.of(List.of(Tracing.labelled(read)), List.of())) {
                texts.computeIfAbsent(leaf.origin().sources().get(0), label -> new ArrayList<>())
                        .add(leaf.value().asText());
            }
            return texts;
        }
    }

    /** What the mapping reads: the tree itself, or rows with the columns of their feed. */
    private static ObjectNode prepared(Messages.Message message) {
        MappingRun unheard = MappingRun.open(null);
        try {
            return message.mappings().choice().prepared(message.tree());
        } finally {
            unheard.close();
        }
    }

    private Traces() {}

    static List<Trace> ofSamples() {
        return of("samples", Messages::ofSamples);
    }

    /** Messages of the tests, written so that every field which a mapping reads is filled at least once. */
    static List<Trace> ofFullMessages() {
        return of("full", Messages::ofFullMessages);
    }

    /** Skips the test when the corpus is not there. */
    static List<Trace> ofCorpus() {
        return of("corpus", Messages::ofCorpus);
    }

    private static synchronized List<Trace> of(String name, Supplier<List<Messages.Message>> messages) {
        List<Trace> known = KNOWN.get(name);
        if (known == null) {
            known = messages.get().stream().map(Traces::trace).toList();
            KNOWN.put(name, known);
        }
        return known;
    }

    private static Trace trace(Messages.Message message) {
        Mapped mapped = message.mappings().trace(message.tree(), null);
        return new Trace(message, mapped, LINEAGE.of(mapped.resources(), List.of()));
    }
}
