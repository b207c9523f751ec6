package org.dhpbridge.mapping;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What a function made of the texts that it was asked for before, as codes, units and names of authorities, which the same
 * source sends again and again. Safe for many threads.
 *
 * @param <K> immutable; made of texts of the input, so there is no end of them
 * @param <V> never null
 */
final class Memo<K, V> {

    private static final int MOST = 10_000;

    private final Map<K, V> known = new ConcurrentHashMap<>();
    private final Function<K, V> function;

    /** @param function gives the same value for the same key always */
    Memo(Function<K, V> function) {
        this.function = function;
    }

    V of(K key) {
        V value = known.get(key);
        if (value != null) {
            return value;
        }
        if (known.size() >= MOST) {
            known.clear();
        }
        return known.computeIfAbsent(key, function);
    }
}
