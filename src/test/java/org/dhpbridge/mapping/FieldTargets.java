package org.dhpbridge.mapping;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dhpbridge.mapping.trace.Leaf;

/** Which elements each HL7 v2 field becomes, told by traces of messages. */
final class FieldTargets {

    private static final Pattern FIELD =
            Pattern.compile("([A-Z][A-Z0-9]{2})(?:\\[\\d+])?-(\\d+)(?:\\[\\d+])?((?:\\.\\d+)*)");
    private static final Pattern DEFINITION = Pattern.compile("\\s*def\\s+([\\w-]+)\\(.*");

    /** A field or component; sorted by segment, then by number. */
    record Field(String segment, int number, String component) implements Comparable<Field> {

        private static final Comparator<Field> ORDER = Comparator.comparing(Field::segment)
                .thenComparingInt(Field::number)
                .thenComparing(
                        field -> field.component.replaceAll("(\\d+)", "0$1").replaceAll("0(\\d\\d)", "$1"));

        @Override
        public int compareTo(Field other) {
            return ORDER.compare(this, other);
        }

        String whole() {
            return segment + "-" + number;
        }
    }

    /** What a field becomes: elements, and the functions of the mappings that make them. */
    record Target(Set<String> elements, Set<String> places) {}

    private final Map<Field, Target> targets = new TreeMap<>();
    private final Map<String, List<String>> files = new HashMap<>();

    FieldTargets(List<Traces.Trace> traces) {
        for (Traces.Trace trace : traces) {
            if (trace.message().tree().has("MSH")) {
                trace.leaves().forEach(this::add);
            }
        }
    }

    private void add(Leaf leaf) {
        if (leaf.path().endsWith(".id")
                        && leaf.path().indexOf('.') == leaf.path().length() - 3
                || leaf.path().endsWith(".reference")
                || leaf.origin().functions().contains("stable-id")) {
            return;
        }
        for (String source : leaf.origin().sources()) {
            Matcher field = FIELD.matcher(source);
            if (field.matches()) {
                Target target = targets.computeIfAbsent(
                        new Field(field.group(1), Integer.parseInt(field.group(2)), field.group(3)),
                        f -> new Target(new TreeSet<>(), new TreeSet<>()));
                target.elements().add(leaf.path().replaceAll("\\[\\d+]", ""));
                target.places().add(place(leaf.origin().file(), leaf.origin().line()));
            }
        }
    }

    Map<Field, Target> all() {
        return targets;
    }

    /** All elements of a field, whatever its component. */
    Set<String> elements(String field) {
        Set<String> elements = new TreeSet<>();
        targets.forEach((key, target) -> {
            if (key.whole().equals(field)) {
                elements.addAll(target.elements());
            }
        });
        return elements;
    }

    /** The file and the function that a line belongs to: line numbers would change with every edit. */
    private String place(String file, int line) {
        List<String> lines = files.computeIfAbsent(file, FieldTargets::read);
        String name = file.replaceFirst("^mappings/", "");
        for (int i = line - 1; i >= 0; i--) {
            Matcher found = DEFINITION.matcher(lines.get(i));
            if (found.matches()) {
                return name + " " + found.group(1);
            }
            if (i < line - 1 && (lines.get(i).isBlank() || lines.get(i).matches("(let|import|//|\\{).*"))) {
                break;
            }
        }
        return name;
    }

    private static List<String> read(String file) {
        try {
            return Files.readAllLines(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
