package org.dhpbridge.delivery;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dhpbridge.kernel.FormerNumber;
import org.dhpbridge.ledger.Links.Key;

/**
 * What the orders of a message, their reports and results were called before the filler numbered them: an order that the ordering
 * system announced has the placer's number alone, and is the same order when the laboratory names both (HL7 v2, 4.5.1.2).
 */
final class FormerNumbers {

    static final String ORDER = "ServiceRequest";

    private static final Set<String> NAMED_SO = Set.of(ORDER, "DiagnosticReport", "Observation");

    private final List<FormerNumber> numbers;

    /** @param numbers of the orders of a message; a former number that two of them share means neither */
    FormerNumbers(List<FormerNumber> numbers) {
        Set<List<String>> seen = new HashSet<>();
        Set<List<String>> shared = new HashSet<>();
        for (FormerNumber number : numbers) {
            if (!seen.add(former(number))) {
                shared.add(former(number));
            }
        }
        this.numbers = numbers.stream()
                .filter(number -> !shared.contains(former(number)))
                .sorted(Comparator.comparing(number -> -number.value().length()))
                .toList();
    }

    private static List<String> former(FormerNumber number) {
        return List.of(number.formerSystem(), number.formerValue());
    }

    boolean isEmpty() {
        return numbers.isEmpty();
    }

    /** Whether records of a type may have been called otherwise. */
    static boolean mayName(String type) {
        return NAMED_SO.contains(type);
    }

    /** Which order a record is of, or is; empty when that was never called otherwise. */
    Optional<FormerNumber> order(BatchEntry entry) {
        if (!mayName(entry.type()) || entry.keys().size() != 1) {
            return Optional.empty();
        }
        Key key = entry.keys().iterator().next();
        return numbers.stream().filter(number -> isOf(key, number)).findFirst();
    }

    private static boolean isOf(Key key, FormerNumber number) {
        return key.system().equals(number.system())
                && (key.value().equals(number.value()) || key.value().startsWith(number.value() + "/"));
    }

    /** What a record of the order was called. */
    static Key former(BatchEntry entry, FormerNumber order) {
        Key key = entry.keys().iterator().next();
        String rest = key.value().substring(order.value().length());
        return new Key(key.resourceType(), order.formerSystem(), order.formerValue() + rest);
    }
}
