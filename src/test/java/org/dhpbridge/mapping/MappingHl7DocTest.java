package org.dhpbridge.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.dhpbridge.Shared;
import org.junit.jupiter.api.Test;

/** {@code docs/mapping-hl7v2.md} says what the mappings do, and where they do not what HL7's own tables say. */
class MappingHl7DocTest {

    private static final Path DOC = Path.of("docs/mapping-hl7v2.md");
    private static final Path DEVIATIONS = Path.of("mappings/hl7v2/deviations.csv");
    private static final Pattern READ = Pattern.compile("\"([A-Z][A-Z0-9]{2})-(\\d+)\"");

    /** Elements of FHIR R4, in which HL7's tables are written, that R5 calls otherwise. */
    private static final Map<String, String> R5_NAMES = Map.ofEntries(
            Map.entry("Encounter.hospitalization", "admission"),
            Map.entry("Encounter.period", "actualPeriod"),
            Map.entry("Encounter.reasonCode", "reason"),
            Map.entry("Condition.asserter", "participant"),
            Map.entry("Condition.recorder", "participant"),
            Map.entry("Procedure.performedDateTime", "occurrence"),
            Map.entry("Procedure.performedPeriod", "occurrence"),
            Map.entry("Procedure.reasonCode", "reason"),
            Map.entry("Immunization.reportOrigin", "informationSource"),
            Map.entry("Immunization.reasonCode", "reason"),
            Map.entry("ServiceRequest.reasonCode", "reason"));

    private static final String HEAD =
            """
            # HL7 v2: what becomes what, field by field

            Made from the mappings; after a change: `mvn test -Dtest=MappingHl7DocTest -Ddhp.regenerate=true`.

            It is not written down but observed: all messages of `samples/`, of the public corpus and of
            `src/test/resources/org/dhpbridge/mapping/full` (written to fill every field) are mapped with `explain --trace`, and what a
            field became is listed with the file and the function that made it. A field that only decides (as ORC-1) is listed with
            what it decided. Left out: ids and references between resources, and the keys made from several fields for records that have
            no number of their own. The lines of one message: `explain --trace`.

            """;

    private record Deviation(Pattern field, Pattern target, String here, String reason) {}

    @Test
    void theDocumentSaysWhatTheMappingsDo() throws IOException {
        Hl7Tables tables = new Hl7Tables(Shared.folder().resolve("corpus/v2-to-fhir/mappings"));
        List<Traces.Trace> traces = new ArrayList<>(Traces.ofSamples());
        traces.addAll(Traces.ofCorpus());
        traces.addAll(Traces.ofFullMessages());
        FieldTargets targets = new FieldTargets(traces);
        StringBuilder doc = new StringBuilder(HEAD);
        fields(doc, targets, tables);
        List<String> unexplained = deviations(doc, targets, tables);
        if (Boolean.getBoolean("dhp.regenerate")) {
            Files.writeString(DOC, doc);
        }
        assertThat(unexplained)
                .as("fields that HL7 maps and we do not: map them, or say why not in " + DEVIATIONS)
                .isEmpty();
        assertThat(Files.readString(DOC))
                .as("run: mvn test -Dtest=MappingHl7DocTest -Ddhp.regenerate=true")
                .isEqualTo(doc.toString());
    }

    private static void fields(StringBuilder doc, FieldTargets targets, Hl7Tables tables) throws IOException {
        Map<String, Set<String>> silent = silent(targets);
        String segment = "";
        Set<String> written = new TreeSet<>();
        for (Map.Entry<FieldTargets.Field, FieldTargets.Target> row :
                targets.all().entrySet()) {
            FieldTargets.Field field = row.getKey();
            if (!field.segment().equals(segment)) {
                closeSegment(doc, silent.remove(segment));
                segment = field.segment();
                doc.append("## ")
                        .append(segment)
                        .append("\n\n| field | name | becomes | made in |\n| --- | --- | --- | --- |\n");
            }
            rows(doc, field.whole(), fieldParts(targets, field.whole()), tables, written);
        }
        closeSegment(doc, silent.remove(segment));
        silent.forEach((name, fields) -> {
            doc.append("## ").append(name).append("\n");
            closeSegment(doc, fields);
        });
    }

    /** The parts of a field that become the same stand in one row. */
    private static Map<FieldTargets.Target, List<String>> fieldParts(FieldTargets targets, String field) {
        Map<FieldTargets.Target, List<String>> parts = new LinkedHashMap<>();
        targets.all().forEach((key, target) -> {
            if (key.whole().equals(field)) {
                parts.computeIfAbsent(target, t -> new ArrayList<>()).add(field + key.component());
            }
        });
        return parts;
    }

    private static void rows(
            StringBuilder doc,
            String field,
            Map<FieldTargets.Target, List<String>> parts,
            Hl7Tables tables,
            Set<String> written) {
        if (written.add(field)) {
            parts.forEach((target, names) -> doc.append("| ")
                    .append(String.join(" ", names))
                    .append(" | ")
                    .append(tables.name(field))
                    .append(" | ")
                    .append(String.join("<br>", target.elements()))
                    .append(" | ")
                    .append(String.join("<br>", target.places()))
                    .append(" |\n"));
        }
    }

    private static void closeSegment(StringBuilder doc, Set<String> silent) {
        if (silent != null) {
            doc.append("\nRead too, to decide what is made or to report what is wrong: ")
                    .append(String.join(", ", silent))
                    .append(".\n");
        }
        if (doc.charAt(doc.length() - 1) == '\n' && doc.length() > HEAD.length()) {
            doc.append('\n');
        }
    }

    /** Fields that a mapping names, and that no value of any message came from. */
    private static Map<String, Set<String>> silent(FieldTargets targets) throws IOException {
        Set<String> segments =
                targets.all().keySet().stream().map(FieldTargets.Field::segment).collect(Collectors.toSet());
        Map<String, Set<String>> silent = new TreeMap<>();
        try (Stream<Path> files = Files.list(Path.of("mappings/hl7v2"))) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".jslt")).sorted().toList()) {
                Matcher read = READ.matcher(Files.readString(file));
                while (read.find()) {
                    String field = read.group(1) + "-" + read.group(2);
                    if (segments.contains(read.group(1))
                            && targets.elements(field).isEmpty()) {
                        silent.computeIfAbsent(read.group(1), s -> new TreeSet<>())
                                .add(field);
                    }
                }
            }
        }
        return silent;
    }

    private static List<String> deviations(StringBuilder doc, FieldTargets targets, Hl7Tables tables)
            throws IOException {
        Set<String> segments = targets.all().keySet().stream()
                .map(FieldTargets.Field::segment)
                .collect(Collectors.toCollection(TreeSet::new));
        List<Deviation> known = read();
        List<String> unexplained = new ArrayList<>();
        int followed = 0;
        int differing = 0;
        StringBuilder rows = new StringBuilder();
        for (Hl7Tables.Row row : tables.rows()) {
            if (!segments.contains(row.segment())) {
                continue;
            }
            if (isFollowed(row, targets)) {
                followed++;
                continue;
            }
            Deviation deviation = known.stream()
                    .filter(one -> one.field().matcher(row.field()).matches()
                            && one.target().matcher(row.target()).matches())
                    .findFirst()
                    .orElse(null);
            if (deviation == null) {
                unexplained.add(row.field() + "," + row.target());
                continue;
            }
            differing++;
            rows.append("| ")
                    .append(row.field())
                    .append(" | ")
                    .append(row.target())
                    .append(" | ")
                    .append(deviation.here())
                    .append(" | ")
                    .append(deviation.reason())
                    .append(" |\n");
        }
        doc.append("## Where it differs from HL7's own tables\n\nHL7's v2-to-fhir maps the segments above in ")
                .append(followed + differing)
                .append(" pairs of a field and a top-level element of a resource. ")
                .append(followed)
                .append(" are followed; the others stand here with the reason, from `")
                .append(DEVIATIONS)
                .append(
                        "`.\nCompared is the field as a whole with the element as a whole: what happens to a component, and"
                                + " HL7's tables of data types and codes, is\nnot compared; the larger choices among them are"
                                + " told in [mapping.md](mapping.md).\n\n| field | HL7 | here | reason |\n| --- | --- | --- | --- |\n")
                .append(rows);
        return unexplained;
    }

    private static boolean isFollowed(Hl7Tables.Row row, FieldTargets targets) {
        String element = R5_NAMES.getOrDefault(row.target(), row.element());
        for (String path : targets.elements(row.field())) {
            String[] parts = path.split("\\.", 3);
            boolean same = parts[0].equals(row.resource())
                    && element.startsWith(parts[1])
                    && (element.length() == parts[1].length()
                            || Character.isUpperCase(element.charAt(parts[1].length())));
            if (same) {
                return true;
            }
        }
        return false;
    }

    private static List<Deviation> read() throws IOException {
        List<Deviation> deviations = new ArrayList<>();
        if (!Files.exists(DEVIATIONS)) {
            return deviations;
        }
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .setCommentMarker('#')
                .setTrim(true)
                .get();
        try (CSVParser rows = CSVParser.parse(DEVIATIONS, StandardCharsets.UTF_8, format)) {
            rows.forEach(row -> deviations.add(new Deviation(
                    pattern(row.get("field")), pattern(row.get("hl7")), row.get("here"), row.get("reason"))));
        }
        return deviations;
    }

    private static Pattern pattern(String wildcards) {
        return Pattern.compile(Stream.of(wildcards.split(" "))
                .map(one -> Pattern.quote(one).replace("*", "\\E.*\\Q"))
                .collect(Collectors.joining("|")));
    }
}
