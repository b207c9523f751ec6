package org.dhpbridge.mapping;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.dhpbridge.home.HomeFiles;

/** Why fields of HL7v2 are not mapped: {@code mappings/hl7v2/deviations.csv}. */
public final class Deviations {

    private static final String FILE = "mappings/hl7v2/deviations.csv";
    private static final String ANYTHING = "*";

    /** What a row says of a whole segment holds for its fields only where it says that nothing is made of them. */
    private static final Set<String> NOTHING = Set.of("nothing", "not read", "not sent");

    private record Row(List<Pattern> fields, String reason, boolean nothing) {}

    private final List<Row> rows = new ArrayList<>();

    /**
     * @param files where {@code mappings/} is found
     * @throws MappingException when the file is no table
     */
    public Deviations(HomeFiles files) {
        String text = files.text(FILE).orElse("");
        try (CSVParser parser = CsvTable.parse(text)) {
            for (CSVRecord row : parser) {
                List<Pattern> fields = new ArrayList<>();
                boolean nothing = NOTHING.contains(row.get("here"));
                for (String field : row.get("field").split(" ")) {
                    if (!field.equals(ANYTHING) && (nothing || !field.endsWith(ANYTHING))) {
                        fields.add(Pattern.compile(Pattern.quote(field).replace(ANYTHING, "\\E.*\\Q")));
                    }
                }
                rows.add(new Row(fields, row.get("reason"), nothing));
            }
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            throw new MappingException(FILE + " is not a readable CSV table: " + e.getMessage(), e);
        }
    }

    /** @param field as {@code OBR-31}, or {@code OBX-3.4} for a part of one */
    public Optional<String> reason(String field) {
        int dot = field.indexOf('.');
        Optional<String> own = find(field);
        return own.isPresent() || dot < 0 ? own : find(field.substring(0, dot));
    }

    /** Whether nothing is made of a field, as {@code OBR-29}. */
    boolean saysNothing(String field) {
        return row(field).filter(Row::nothing).isPresent();
    }

    private Optional<String> find(String field) {
        return row(field).map(Row::reason);
    }

    private Optional<Row> row(String field) {
        return rows.stream()
                .filter(row -> row.fields().stream()
                        .anyMatch(pattern -> pattern.matcher(field).matches()))
                .findFirst();
    }
}
