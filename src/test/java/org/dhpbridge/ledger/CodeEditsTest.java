package org.dhpbridge.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CodeEditsTest extends LedgerFixture {

    private static final CodeRow LITRE = new CodeRow("units", "", "mmol/litr", Map.of("to", "mmol/L"));
    private static final CodeRow OTHERWISE = new CodeRow("units", "", "mmol/litr", Map.of("to", "umol/L", "note", ""));
    private static final CodeRow TEST = new CodeRow("lab-tests", "LAB1", "K-17", Map.of("to", "718-7"));

    private CodeEdits edits(Kind kind) {
        open(kind);
        return new CodeEdits(new Database(dataSource, clock));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsPublishedLastCountsAndWhatIsTakenBackDoesNot(Kind kind) {
        CodeEdits edits = edits(kind);
        edits.draft(OTHERWISE, "aziza");
        edits.draft(LITRE, "aziza");
        edits.draft(TEST, "bek");
        assertThat(edits.drafts()).containsExactly(TEST, LITRE);
        assertThat(edits.published()).isEmpty();

        assertThat(edits.publish(List.of(LITRE), "aziza", "the same unit")).isEqualTo(1);
        edits.publish(List.of(TEST), "bek", "asked the laboratory");
        assertThat(edits.drafts()).isEmpty();
        assertThat(edits.published()).containsExactlyInAnyOrder(LITRE, TEST);
        edits.publish(List.of(OTHERWISE), "bek", "no, it is not");
        assertThat(edits.published()).containsExactlyInAnyOrder(OTHERWISE, TEST);
        assertThat(edits.withdraw(TEST, "bek", "a mistake")).isEqualTo(4);

        assertThat(edits.published()).containsExactly(OTHERWISE);
        assertThat(edits.version()).isEqualTo(4);
        assertThat(edits.versions(2)).extracting(CodeEdits.Version::why).containsExactly("a mistake", "no, it is not");
    }

    @ParameterizedTest
    @EnumSource
    void severalPeopleAtOnceMakeAVersionEach(Kind kind) throws Exception {
        CodeEdits edits = edits(kind);
        List<Callable<Long>> people = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            CodeRow row = new CodeRow("units", "", "u" + i, Map.of("to", "g"));
            people.add(() -> edits.publish(List.of(row), "aziza", "together"));
        }

        assertThat(LedgerContract.inParallel(people)).containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
        assertThat(edits.published()).hasSize(4);
    }
}
