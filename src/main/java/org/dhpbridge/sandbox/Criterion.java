package org.dhpbridge.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * One condition that every result of a search meets.
 *
 * @param test whether a resource meets it
 * @param indexKeys keys of the store's index, one of which every match has; null when the index does not help
 * @param ids the only ids that can match; null when any may
 */
record Criterion(Test test, List<String> indexKeys, List<String> ids) {

    /** Whether a resource meets the condition. */
    @FunctionalInterface
    interface Test {
        boolean matches(ObjectNode resource);
    }

    static Criterion of(Test test) {
        return new Criterion(test, null, null);
    }
}
