package org.dhpbridge.source.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ShiftedRowTest {

    private static final CsvFeed PATIENTS = feed("patients");
    private static final CsvFeed LAB = feed("lab-results");

    private static final Map<String, String> PERSON = Map.of(
            "patient_id", "7041",
            "facility", "LAB-4",
            "family", "Karimov",
            "given", "Anvar",
            "gender", "M",
            "birth_date", "1980-05-01",
            "phone", "+998901112233",
            "updated_at", "2026-03-01 10:00");

    private static final Map<String, String> RESULT = Map.of(
            "patient_id", "7041",
            "order_id", "77101",
            "specimen_id", "S9",
            "specimen_type", "Serum",
            "collected", "2026-03-10 08:00",
            "received", "10.03.2026 09:00",
            "test_code", "GLU",
            "value", "5.4",
            "comment", "10.03.2026",
            "issued", "2026-03-10 11:00");

    @Test
    void aGoodRowIsNone() {
        assertThat(told(PATIENTS, row(PATIENTS, PERSON))).isFalse();
        assertThat(told(LAB, row(LAB, RESULT))).isFalse();
    }

    @Property(tries = 2000)
    void oneBadValueNeverMakesOne(
            @ForAll("values") String value, @ForAll @IntRange(min = 0, max = 32) int at, @ForAll boolean lab) {
        CsvFeed feed = lab ? LAB : PATIENTS;
        List<String> row = row(feed, lab ? RESULT : PERSON);
        row.set(at % row.size(), value);
        assertThat(told(feed, row)).isFalse();
    }

    @Property
    void aCellTooManyOrTooFewAtTheBeginningDoes(@ForAll boolean right, @ForAll boolean lab) {
        CsvFeed feed = lab ? LAB : PATIENTS;
        List<String> names = new ArrayList<>(feed.columns().keySet());
        List<String> row = row(feed, lab ? RESULT : PERSON);
        row.add(right ? 0 : row.size(), "");
        row.remove(right ? row.size() - 1 : 0);
        assertThat(new ShiftedRow(new CsvHeader(',', names, 1, true), feed).mistake(row))
                .hasValueSatisfying(sentence -> assertThat(sentence)
                        .contains("holds what belongs into")
                        .doesNotContain("Karimov", "1980", "2026"));
    }

    @Test
    void theSentenceNamesTheColumnsAndNoValue() {
        List<String> names = List.of("patient_id", "passport", "family", "gender", "birth_date", "phone");
        ShiftedRow rule = new ShiftedRow(new CsvHeader(';', names, 1, true), PATIENTS);
        assertThat(rule.mistake(List.of("1", "", "AB1234567", "Karimov", "ж", "01.05.1980")))
                .contains(
                        "The cells of this row do not stand in their columns, so nobody can say what they mean: family holds"
                                + " what belongs into passport, birth_date holds what belongs into gender, phone holds what belongs"
                                + " into birth_date; no value of its kind stands in birth_date. A delimiter too many or too few makes"
                                + " such a row, and so do cells that were moved in a spreadsheet. Correct the row and send it again.");
    }

    @Test
    void aColumnWithoutANameIsCalledByItsPlace() {
        List<String> names = List.of("patient_id", "passport", "family", "gender", "birth_date", "_column_6");
        ShiftedRow rule = new ShiftedRow(new CsvHeader(';', names, 1, true), PATIENTS);
        assertThat(rule.mistake(List.of("1", "", "AB1234567", "Karimov", "ж", "01.05.1980")))
                .hasValueSatisfying(
                        sentence -> assertThat(sentence).contains("column 6 holds what belongs into birth_date"));
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "M",
                        "ж",
                        "1980-05-01",
                        "01.05.1980 10:00",
                        "31503850010015",
                        "AB1234567",
                        "Serum",
                        "",
                        "-",
                        "нет",
                        "+998901112233",
                        "N/A",
                        "B",
                        "5.4"),
                Arbitraries.strings().ofMaxLength(20));
    }

    private static boolean told(CsvFeed feed, List<String> row) {
        List<String> names = List.copyOf(feed.columns().keySet());
        return new ShiftedRow(new CsvHeader(',', names, 1, true), feed)
                .mistake(row)
                .isPresent();
    }

    private static List<String> row(CsvFeed feed, Map<String, String> cells) {
        return new ArrayList<>(feed.columns().keySet().stream()
                .map(column -> cells.getOrDefault(column, ""))
                .toList());
    }

    private static CsvFeed feed(String name) {
        try {
            return Feeds.parse(name, Files.readString(Path.of("mappings/csv/" + name + ".yaml")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
