package org.dhpbridge.delivery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dhpbridge.ledger.Links.Key;

/** The numbers of results (order, service, test, sub-id): those that share one are told apart as {@code …/#2}, {@code …/#3}. */
final class ResultNumbers {

    /** How many results of other messages may share a number. */
    private static final int MOST = 100;

    private static final Pattern NTH = Pattern.compile("/#[0-9]+$");

    private ResultNumbers() {}

    /** The number of an entry that has one. */
    static Key of(BatchEntry entry) {
        return entry.keys().iterator().next();
    }

    /** The number that it shares with others, when it is told apart from them. */
    static Key shared(Key number) {
        String value = NTH.matcher(number.value()).replaceFirst("");
        return value.equals(number.value()) ? number : new Key(number.resourceType(), number.system(), value);
    }

    /**
     * By which the results that share a number may be known.
     *
     * @param said how many of them a message tells
     */
    static List<Key> all(Key shared, int said) {
        List<Key> numbers = new ArrayList<>(List.of(shared));
        for (int nth = 2; nth < MOST + said; nth++) {
            numbers.add(nth(shared, nth));
        }
        return numbers;
    }

    /** By which the second of the results that share a number is known. */
    static Key second(Key shared) {
        return nth(shared, 2);
    }

    private static Key nth(Key shared, int nth) {
        return new Key(shared.resourceType(), shared.system(), shared.value() + "/#" + nth);
    }

    /**
     * The first number that nothing else is known by, a result's own before others.
     *
     * @param said how many results a message tells
     * @param there numbers of what the platform has
     * @param taken numbers of what it will have
     */
    static Key firstFree(Key own, int said, Collection<Key> there, Collection<Key> taken) {
        Set<String> places = new HashSet<>();
        there.forEach(key -> places.add(place(key)));
        taken.forEach(key -> places.add(place(key)));
        return Stream.concat(Stream.of(own), all(shared(own), said).stream())
                .filter(key -> !places.contains(place(key)))
                .findFirst()
                .orElseThrow(Identity::tooMany);
    }

    /** Which one of those that share a number it is, as {@code /#2}; empty for the first. */
    private static String place(Key number) {
        return number.value().substring(shared(number).value().length());
    }
}
