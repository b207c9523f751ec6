package org.dhpbridge.table;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is known before a table is read by marks.
 *
 * @param number how often marks were set
 * @param unreached digests of messages that the last read brought and of which a row did not change when it was marked
 * @param remarks those of them of which a person heard
 */
record Marks(long number, Set<String> unreached, Set<String> remarks) {

    /** As many digests as the ledger has room for; the others are known until the bridge ends. */
    private static final int MOST_KEPT = 16;

    private static final String BETWEEN = " ";

    static Marks parse(String text) {
        List<String> parts = Arrays.asList(text.split(BETWEEN));
        return new Marks(Long.parseLong(parts.get(0)), new LinkedHashSet<>(parts.subList(1, parts.size())), Set.of());
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return Stream.concat(
                        Stream.of(String.valueOf(number)), unreached.stream().limit(MOST_KEPT))
                .collect(Collectors.joining(BETWEEN));
    }
}
