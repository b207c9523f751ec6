package org.dhpbridge.source.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowKeyTest {

    private static RowKey key(String... parts) {
        return RowKey.parse(List.of(parts), column -> !column.contains("|"), unknown -> {});
    }

    @Test
    void aPartOfSeveralColumnsIsTheFirstThatIsFilled() {
        RowKey key = key("patient_id", "code | name");

        assertThat(key.values(Map.of("patient_id", "7", "code", "", "name", "Asal")::get))
                .containsExactly("7", "Asal");
        assertThat(key.values(Map.of("patient_id", "7", "code", "A-7", "name", "Asal")::get))
                .containsExactly("7", "A-7");
        assertThat(key).hasToString("patient_id, code or name");
    }

    @Test
    void whatNothingIsFilledOfIsEmpty() {
        assertThat(key("code | name").values(column -> "")).containsExactly("");
    }

    @Test
    void columnsThatFillOneTogetherCountEach() {
        RowKey own = key("measured_at", "code | name").in(column -> Map.of(
                        "measured_at", List.of("DAY", "HOUR"), "code", List.of("KOD"), "name", List.of("NOM"))
                .get(column));

        assertThat(own.parts()).containsExactly(List.of("DAY"), List.of("HOUR"), List.of("KOD"), List.of("NOM"));
    }

    @Test
    void everyNameThatIsNoColumnIsTold() {
        List<String> unknown = new ArrayList<>();
        RowKey.parse(List.of("a", "b | c"), List.of("a", "c")::contains, unknown::add);

        assertThat(unknown).containsExactly("b");
    }
}
