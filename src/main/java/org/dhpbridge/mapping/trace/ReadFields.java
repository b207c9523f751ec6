package org.dhpbridge.mapping.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which fields of the input an instrumented mapping looks at while it runs, and which it never does. */
public final class ReadFields {

    private static final ThreadLocal<Set<String>> READ = new ThreadLocal<>();

    /** {@code OBX[2]-5[1].3}: segment, field, component. */
    private static final Pattern FIELD = Pattern.compile(
            "(?<repetition>(?<field>(?<segment>[A-Z][A-Z0-9]{2})(?:\\[\\d+])?-(?<number>\\d+))(?:\\[\\d+])?)(?<part>\\.[\\d.]+)?");

    private static final Pattern COLUMN = Pattern.compile("column (.*?)(?: \\((?:line|row) \\d+\\))?", Pattern.DOTALL);

    /** Elements whose values only say which record is meant. */
    private static final Set<String> OF_IDENTITY = Set.of("id", "identifier", "reference");

    private ReadFields() {}

    /**
     * Runs an instrumented mapping.
     *
     * @param labelled the input that it reads, as {@link Tracing#labelled} made it
     * @param unread takes, for each field that holds something and was not looked at, how often; named as {@code OBR-31}, {@code
     *     OBX-3.4} where other parts of the field were read, or by the name of a column
     * @param saysNothing whether nothing is made of a field, as {@code OBR-29}: then to compare it, or to tell two records apart by
     *     it, is not to carry it, unless a value of the output came from it
     * @param output the resources that the run made
     */
    public static <T> T during(
            Supplier<T> run,
            ObjectNode labelled,
            Map<String, Integer> unread,
            Predicate<String> saysNothing,
            Function<T, List<ObjectNode>> output) {
        Set<String> read = new HashSet<>();
        READ.set(read);
        try {
            T made = run.get();
            Set<String> carried = new HashSet<>();
            output.apply(made).forEach(resource -> carried(resource, carried));
            read.removeIf(label -> !carried.contains(label) && saysNothing.test(field(label)));
            return made;
        } finally {
            READ.remove();
            unread.putAll(counted(labels(labelled), read));
        }
    }

    /** The fields of which values are, ids and the numbers that are made of many fields left aside. */
    private static void carried(JsonNode node, Set<String> labels) {
        if (node.isObject()) {
            node.properties().stream()
                    .filter(member -> !OF_IDENTITY.contains(member.getKey()))
                    .forEach(member -> carried(member.getValue(), labels));
        } else if (node.isArray()) {
            node.forEach(member -> carried(member, labels));
        } else {
            Origin origin = TracedNodes.origin(node);
            labels.addAll(origin == null ? List.of() : origin.sources());
        }
    }

    private static String field(String label) {
        Matcher field = FIELD.matcher(label);
        return field.matches() ? field.group("segment") + "-" + field.group("number") : label;
    }

    /**
     * A part of the mapping made this value. What was made of several fields at once tells nothing of each: their own values
     * were noted before, or a whole segment was handed to a function that counts it or compares it. So does a decision: that a
     * field is there at all reads none of its parts.
     */
    static void note(JsonNode made) {
        Set<String> read = READ.get();
        Origin origin = read == null ? null : TracedNodes.origin(made);
        if (origin != null && (origin.sources().size() == 1 || made.isTextual() && ofOneField(origin.sources()))) {
            read.addAll(origin.sources());
        }
    }

    private static boolean ofOneField(Collection<String> labels) {
        String first = null;
        for (String label : labels) {
            Matcher field = FIELD.matcher(label);
            String name = field.matches() ? field.group("field") : label;
            if (first != null && !first.equals(name)) {
                return false;
            }
            first = name;
        }
        return true;
    }

    private static Set<String> labels(ObjectNode labelled) {
        Set<String> labels = new LinkedHashSet<>();
        TracedNodes.origins(labelled).forEach(origin -> labels.addAll(origin.sources()));
        return labels;
    }

    private static Map<String, Integer> counted(Set<String> labels, Set<String> read) {
        Set<String> begun = new HashSet<>();
        for (String label : read) {
            Matcher field = FIELD.matcher(label);
            if (field.matches()) {
                begun.add(field.group("repetition"));
            }
        }
        Set<String> counted = new HashSet<>();
        Map<String, Integer> unread = new LinkedHashMap<>();
        for (String label : labels) {
            String name = read.contains(label) ? null : name(label, begun, counted);
            if (name != null) {
                unread.merge(name, 1, Integer::sum);
            }
        }
        return unread;
    }

    /** @return null for what is no field, and for a further part of one that was counted as a whole */
    private static String name(String label, Set<String> begun, Set<String> counted) {
        Matcher column = COLUMN.matcher(label);
        if (column.matches()) {
            return column.group(1);
        }
        Matcher field = FIELD.matcher(label);
        if (!field.matches()) {
            return null;
        }
        String name = field.group("segment") + "-" + field.group("number");
        if (begun.contains(field.group("repetition"))) {
            return name + (field.group("part") == null ? "" : field.group("part"));
        }
        return counted.add(field.group("repetition")) ? name : null;
    }
}
