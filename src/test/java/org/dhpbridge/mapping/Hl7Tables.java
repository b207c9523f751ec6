package org.dhpbridge.mapping;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** HL7's own tables of what a segment's fields become (HL7/v2-to-fhir, segments), read from the reference material. */
final class Hl7Tables {

    private static final Pattern FILE = Pattern.compile("HL7 Segment - FHIR R4_ (\\w+)\\[(.+?)].*\\.csv");

    /**
     * A field and a top-level element of a resource that HL7 maps it to.
     *
     * @param field as {@code PID-5}, or {@code PID} for the segment as a whole
     * @param target as {@code Patient.name}
     */
    record Row(String field, String target) implements Comparable<Row> {

        @Override
        public int compareTo(Row other) {
            int byField = new FieldTargets.Field(segment(), number(), "")
                    .compareTo(new FieldTargets.Field(other.segment(), other.number(), ""));
            return byField != 0 ? byField : target.compareTo(other.target);
        }

        String segment() {
            return field.substring(0, 3);
        }

        private int number() {
            return field.length() > 4 ? Integer.parseInt(field.substring(4).replaceAll("\\D.*", "")) : 0;
        }

        String resource() {
            return target.substring(0, target.indexOf('.'));
        }

        String element() {
            return target.substring(target.indexOf('.') + 1);
        }
    }

    private final Set<Row> rows = new TreeSet<>();
    private final Map<String, String> names = new TreeMap<>();

    Hl7Tables(Path mappings) {
        try (Stream<Path> files = Files.list(mappings.resolve("segments"))) {
            for (Path file : files.sorted().toList()) {
                Matcher name = FILE.matcher(file.getFileName().toString());
                if (name.matches()) {
                    read(file, name.group(2).replaceAll("-.*", "").strip());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(Path file, String resource) throws IOException {
        List<CSVRecord> records = new ArrayList<>();
        try (CSVParser parser = CSVParser.parse(file, StandardCharsets.UTF_8, CSVFormat.DEFAULT)) {
            parser.forEach(records::add);
        }
        Optional<CSVRecord> header = records.stream()
                .filter(record -> column(record, "FHIR Attribute") >= 0)
                .findFirst();
        if (header.isEmpty()) {
            return;
        }
        int attribute = column(header.get(), "FHIR Attribute");
        for (CSVRecord record : records) {
            if (record.size() <= attribute || !record.get(1).strip().matches("[A-Z][A-Z0-9]{2}(-\\d+.*)?")) {
                continue;
            }
            String field = record.get(1).strip().replaceFirst("^([A-Z0-9]{3}-\\d+).*", "$1");
            names.putIfAbsent(field, record.get(2).strip());
            String element = record.get(attribute).strip().replaceFirst("^([$\\w]+).*", "$1");
            if (element.matches("[$\\w]+")) {
                rows.add(new Row(field, resource + "." + element));
            }
        }
    }

    private static int column(CSVRecord record, String name) {
        for (int i = 0; i < record.size(); i++) {
            if (record.get(i).strip().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    Set<Row> rows() {
        return rows;
    }

    /** HL7's name of a field; empty when its tables do not have it. */
    String name(String field) {
        return names.getOrDefault(field, "");
    }
}
