package org.dhpbridge.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class IssueTest {

    private static final Issue OPEN = Issue.warning("code-invalid", "Observation.code", "Not in the set.");
    private static final Issue ABSENT = Issue.error("required", "Patient.name", "There is no name.");

    @Test
    void whatIsSaidOfSeveralRecordsIsSaidOnceWithTheirNumber() {
        List<Issue> joined = Issue.joined(List.of(OPEN, ABSENT, OPEN, OPEN.at("OBX-3 (segment 5)"), OPEN));
        assertThat(joined).extracting(Issue::count).containsExactly(3, null, null);
        assertThat(joined).extracting(Issue::severity).containsExactly("warning", "error", "warning");
        assertThat(joined).extracting(Issue::field).containsExactly(null, null, "OBX-3 (segment 5)");
    }

    @Test
    void whatIsSaidOfAnotherRecordIsSomethingElse() {
        assertThat(Issue.joined(List.of(OPEN.of("Observation/1"), OPEN.of("Observation/2"))))
                .extracting(Issue::about)
                .containsExactly("Observation/1", "Observation/2");
    }

    @Test
    void itsJsonSaysOnlyWhatItSays() {
        assertThat(new ObjectMapper().valueToTree(OPEN).toString())
                .isEqualTo("{\"severity\":\"warning\",\"code\":\"code-invalid\",\"expression\":\"Observation.code\","
                        + "\"field\":null,\"diagnostics\":\"Not in the set.\"}");
    }
}
