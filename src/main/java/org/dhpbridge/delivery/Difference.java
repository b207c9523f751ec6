package org.dhpbridge.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.dhpbridge.kernel.JsonValues;

/**
 * One element in which two resources differ. Holds personal data.
 *
 * @param path of the element, as {@code Patient.name[0].family}; an index is that of {@code now}, of what goes that of
 *     {@code was}
 * @param was null when the element is new
 * @param now null when the element goes
 */
public record Difference(String path, JsonNode was, JsonNode now) {

    /**
     * What differs, element by element. Of lists, what stands in both is no difference, wherever it stands; the rest is
     * compared in its order.
     *
     * @param path of the two, as {@code Patient}
     */
    public static List<Difference> between(String path, JsonNode was, JsonNode now) {
        List<Difference> found = new ArrayList<>();
        compare(path, was, now, found);
        return found;
    }

    private static void compare(String path, JsonNode was, JsonNode now, List<Difference> found) {
        if (was instanceof ObjectNode before && now instanceof ObjectNode after) {
            Set<String> names = new TreeSet<>();
            before.fieldNames().forEachRemaining(names::add);
            after.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> compare(path + '.' + name, before.get(name), after.get(name), found));
        } else if (was instanceof ArrayNode before && now instanceof ArrayNode after) {
            lists(path, before, after, found);
        } else if (was == null || now == null || !JsonValues.same(was, now)) {
            found.add(new Difference(path, was, now));
        }
    }

    private static void lists(String path, ArrayNode was, ArrayNode now, List<Difference> found) {
        List<Integer> gone = indexes(was);
        List<Integer> come = new ArrayList<>();
        for (int i = 0; i < now.size(); i++) {
            JsonNode one = now.get(i);
            if (!gone.removeIf(first(gone, was, one))) {
                come.add(i);
            }
        }
        int both = Math.min(gone.size(), come.size());
        for (int i = 0; i < both; i++) {
            compare(at(path, come.get(i)), was.get(gone.get(i)), now.get(come.get(i)), found);
        }
        gone.subList(both, gone.size()).forEach(i -> found.add(new Difference(at(path, i), was.get(i), null)));
        come.subList(both, come.size()).forEach(i -> found.add(new Difference(at(path, i), null, now.get(i))));
    }

    private static List<Integer> indexes(ArrayNode list) {
        List<Integer> indexes = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            indexes.add(i);
        }
        return indexes;
    }

    private static Predicate<Integer> first(List<Integer> left, ArrayNode list, JsonNode wanted) {
        Integer index = left.stream()
                .filter(i -> JsonValues.same(list.get(i), wanted))
                .findFirst()
                .orElse(null);
        return i -> i.equals(index);
    }

    private static String at(String path, int index) {
        return path + '[' + index + ']';
    }

    /** Without the values, which are personal data. */
    @Override
    public String toString() {
        return path;
    }
}
