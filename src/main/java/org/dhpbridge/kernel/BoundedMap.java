package org.dhpbridge.kernel;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map that holds so many entries at the most: for one more, the eldest goes. Not safe for many threads. */
public final class BoundedMap<K, V> extends LinkedHashMap<K, V> {

    private static final long serialVersionUID = 1L;
    private static final int FIRST_SIZE = 16;
    private static final float LOAD = 0.75f;

    private final int most;

    private BoundedMap(int most, boolean byUse) {
        super(FIRST_SIZE, LOAD, byUse);
        this.most = most;
    }

    /** The eldest is the one that came first. */
    public static <K, V> Map<K, V> byArrival(int most) {
        return new BoundedMap<>(most, false);
    }

    /** The eldest is the one that was not read or written for the longest time. */
    public static <K, V> Map<K, V> byUse(int most) {
        return new BoundedMap<>(most, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
    }
}
