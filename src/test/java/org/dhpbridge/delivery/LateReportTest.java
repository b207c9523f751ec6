package org.dhpbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dhpbridge.delivery.Plan.Action;
import org.dhpbridge.delivery.Seen.Current;
import org.dhpbridge.delivery.Seen.Found;
import org.dhpbridge.delivery.json.JsonText;
import org.dhpbridge.delivery.merge.Entries;
import org.dhpbridge.delivery.merge.FhirTypes;
import org.dhpbridge.delivery.merge.Merge;
import org.dhpbridge.ledger.Links.Key;
import org.dhpbridge.ledger.Links.Link;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a report leaves of a newer one, from what was seen; no server. */
class LateReportTest {

    private static final FhirTypes TYPES = new FhirTypes(FhirContext.forR5Cached());
    private static final Entries ENTRIES = new Entries(TYPES, (type, system) -> false);
    private static final Plan.Rules RULES = new Plan.Rules(new Merge(TYPES, ENTRIES), ENTRIES);
    private static final Instant NOON = Instant.parse("2026-11-02T12:00:00Z");

    /**
     * The message brings {@code new}, which is nowhere, and {@code known}, which is {@code s2} on the platform; {@code other} is
     * none of its own. The newer report says {@code there}: a conclusion, then its results.
     */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    it changes nothing of a newer one            | a 9   | b       | SUPERSEDED |       |
                    a new result is named behind those there     | a 9   | a new   | UPDATE     | 9 new |
                    once, however often it is said               | a 9   | a new new | UPDATE   | 9 new |
                    also where none was named                    | a     | a new   | UPDATE     | new   |
                    also one that is on the platform already     | a 9   | a known | UPDATE   | 9 s2  |
                    but where the report names it, nothing       | a s2  | a known | SUPERSEDED |     |
                    none that the message does not bring         | a 9   | a other | SUPERSEDED |       |
                    what it says otherwise stays, and is told of | a 9   | b new   | UPDATE     | 9 new | DiagnosticReport.conclusion
                    """)
    void whatIsLeft(String rule, String there, String said, Action expected, String results, String outdated) {
        Batch batch = Batch.of(
                new DeliveryRequest(
                        null,
                        List.of(report("local", said), record("Observation", "new"), record("Observation", "known"))),
                RULES.merge());
        Link newer = new Link(key("DiagnosticReport", "1"), "s1", "7", NOON.plusSeconds(60), 0, null);
        Seen seen = new Seen(
                Map.of(
                        batch.entries().get(0),
                        new Found("s1", List.of(newer), Set.of(), new Current(report("s1", there), "7")),
                        batch.entries().get(2),
                        new Found("s2", List.of(), Set.of(), new Current(record("Observation", "s2"), "7"))),
                Map.of(),
                Set.of(),
                Set.of());

        PlanStep step = new Planner(batch, seen, NOON, RULES).plan().steps().get(0);

        assertThat(step.action()).isEqualTo(expected);
        assertThat(step.outdated()).isEqualTo(outdated == null ? Set.of() : Set.of(outdated));
        if (expected == Action.UPDATE) {
            assertThat(String.join(" ", step.body().path("result").findValuesAsText("reference")))
                    .isEqualTo("Observation/" + results.replace(" ", " Observation/"));
            assertThat(step.body().path("conclusion").asText()).isEqualTo(there.substring(0, 1));
        }
    }

    private static ObjectNode report(String id, String says) {
        String[] words = says.split(" ");
        ObjectNode report = record("DiagnosticReport", id);
        report.withArray("identifier")
                .removeAll()
                .addObject()
                .put("system", "s")
                .put("value", "1");
        report.put("conclusion", words[0]);
        for (int i = 1; i < words.length; i++) {
            report.withArrayProperty("result").addObject().put("reference", "Observation/" + words[i]);
        }
        return report;
    }

    private static ObjectNode record(String type, String id) {
        return JsonText.object(
                """
                {"resourceType": "%s", "id": "%s", "identifier": [{"system": "s", "value": "%s"}]}"""
                        .formatted(type, id, id));
    }

    private static Key key(String type, String value) {
        return new Key(type, "s", value);
    }
}
