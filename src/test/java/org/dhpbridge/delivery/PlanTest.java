package org.dhpbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dhpbridge.delivery.DeliverySettings.SeveralHits;
import org.dhpbridge.delivery.Plan.Action;
import org.dhpbridge.delivery.Seen.Current;
import org.dhpbridge.delivery.Seen.Found;
import org.dhpbridge.delivery.json.JsonText;
import org.dhpbridge.delivery.merge.Entries;
import org.dhpbridge.delivery.merge.FhirTypes;
import org.dhpbridge.delivery.merge.Merge;
import org.dhpbridge.delivery.merge.Owned;
import org.dhpbridge.ledger.Links.Key;
import org.dhpbridge.ledger.Links.Link;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is decided, from what was seen and what the message says; no server. {@code '} stands for {@code "}. */
class PlanTest {

    private static final FhirTypes TYPES = new FhirTypes(FhirContext.forR5Cached());
    private static final Entries ENTRIES = new Entries(TYPES, (type, system) -> system.equals("pinfl"));
    private static final Plan.Rules RULES = new Plan.Rules(new Merge(TYPES, ENTRIES), ENTRIES);
    private static final Instant NOON = Instant.parse("2026-11-02T12:00:00Z");

    /** {@code delivered}: the hour and rank that the register has; {@code -} for no link, {@code ?} for a link without a time. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    what is nowhere is created                            | Patient     |                                       | -    | 12 | 'gender':'male'                     | CREATE
                    what says the same is left alone                      | Patient     | 'gender':'male'                       | 11 0 | 12 | 'gender':'male'                     | UNCHANGED
                    what says more is left alone                          | Patient     | 'gender':'male','active':true         | 11 0 | 12 | 'gender':'male'                     | UNCHANGED
                    a number in other digits is the same                  | Observation | 'valueQuantity':{'value':1.50}        | 11 0 | 12 | 'valueQuantity':{'value':1.5}       | UNCHANGED
                    what says something else is updated                   | Patient     | 'gender':'male'                       | 11 0 | 12 | 'gender':'female'                   | UPDATE
                    what was found without a link is updated              | Patient     | 'gender':'male'                       | -    | 12 | 'gender':'female'                   | UPDATE
                    older than what was delivered is superseded           | Patient     | 'gender':'male'                       | 13 0 | 12 | 'gender':'female'                   | SUPERSEDED
                    of one time the first stays when it is as final       | Patient     | 'gender':'male'                       | 12 0 | 12 | 'gender':'female'                   | UPDATE
                    of one time the more final one stays                  | Observation | 'status':'corrected'                  | 12 8 | 12 | 'status':'preliminary'              | SUPERSEDED
                    and takes the place of the less final one             | Observation | 'status':'preliminary'                | 12 4 | 12 | 'status':'final'                    | UPDATE
                    a result that is not final never replaces a final one | Observation | 'status':'final'                      | 11 6 | 12 | 'status':'preliminary'              | SUPERSEDED
                    a final result replaces one of a later time           | Observation | 'status':'preliminary'                | 13 4 | 12 | 'status':'final'                    | UPDATE
                    of two final ones the later wins                      | Observation | 'status':'corrected'                  | 11 8 | 12 | 'status':'final'                    | UPDATE
                    a visit that goes on by time                          | Encounter   | 'status':'planned'                    | 11 1 | 12 | 'status':'in-progress'              | UPDATE
                    without a time nothing is superseded                  | Patient     | 'gender':'male'                       | 13 0 | -  | 'gender':'female'                   | UPDATE
                    and nothing without a time supersedes                 | Patient     | 'gender':'male'                       | ?    | 12 | 'gender':'female'                   | UPDATE
                    'unknown' changes nothing                             | Patient     | 'gender':'male'                       | 11 0 | 12 | 'gender':'unknown'                  | UNCHANGED
                    """)
    void whatIsDone(
            String rule, String type, String there, String delivered, String hour, String said, Action expected) {
        Message message = new Message().entry(type, "1", said, there, delivered);

        Plan plan = message.plan(time(hour));

        PlanStep step = plan.steps().get(0);
        assertThat(step.action()).isEqualTo(expected);
        assertThat(step.reference()).isEqualTo(there == null ? null : type + "/s1");
        assertThat(step.version()).isEqualTo(there == null ? null : "7");
        assertThat(step.body().has("id") && expected == Action.CREATE).isFalse();
        assertThat(message.plan(time(hour)).steps().get(0).body()).isEqualTo(step.body());
    }

    @Test
    void thePlatformsResourceAndTheMessagesAreNotTouched() {
        Message message = new Message()
                .entry(
                        "Patient",
                        "1",
                        "'telecom':[{'system':'phone','value':'2'}]",
                        "'telecom':[{'system':'phone','value':'1'}]",
                        "11 0");
        ObjectNode said = message.batch().entries().get(0).resource().deepCopy();
        ObjectNode there = message.seen()
                .of(message.batch().entries().get(0))
                .current()
                .resource()
                .deepCopy();

        message.plan(NOON);

        assertThat(message.batch().entries().get(0).resource()).isEqualTo(said);
        assertThat(message.seen().of(message.batch().entries().get(0)).current().resource())
                .isEqualTo(there);
    }

    @Test
    void aRecordKeepsTheNumberThatWasInventedForItAndTheMessageIsNotTouched() {
        String about = ",'patient':{'reference':'Patient/p1'}";
        ObjectNode said = json("AllergyIntolerance", "a", "'identifier':[{'system':'s','value':'p1-nut'}]" + about);
        ObjectNode before = said.deepCopy();
        ObjectNode there = json("AllergyIntolerance", "7", "'identifier':[{'system':'s','value':'h9-nut'}]" + about);
        Batch batch = Batch.of(new DeliveryRequest(null, List.of(said)), RULES.merge());
        Found found = new Found("7", List.of(), Set.of(), new Current(there, "1"));
        Seen seen = new Seen(Map.of(batch.entries().get(0), found), Map.of(), Set.of(), Set.of());

        PlanStep step = new Planner(batch, seen, NOON, RULES).plan().steps().get(0);

        assertThat(step.said().at("/identifier/0/value").asText()).isEqualTo("h9-nut");
        assertThat(said).isEqualTo(before);
    }

    /** The phone 1 is there; {@code owned} says whose it is. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ours is replaced                           | ours   | 11 0 | 2
                    what others wrote stays                    | theirs | 11 0 | 1,2
                    what nobody remembers stays                | ?      | 11 0 | 1,2
                    what was found by search and says more is others' | - | -    | 1,2
                    """)
    void whoseItIs(String rule, String owned, String delivered, String after) {
        String phone = "'telecom':[{'system':'phone','value':'%s'}]";
        Message message =
                new Message().owned(owned).entry("Patient", "1", phone.formatted("2"), phone.formatted("1"), delivered);

        PlanStep step = message.plan(NOON).steps().get(0);

        assertThat(String.join(",", step.body().path("telecom").findValuesAsText("value")))
                .isEqualTo(after);
    }

    @Test
    void whatIsFoundWithoutALinkAndSaysAllThatWeSayIsOursFromThen() {
        Message message = new Message()
                .entry(
                        "Patient",
                        "1",
                        "'telecom':[{'system':'phone','value':'1'}]",
                        "'telecom':[{'system':'phone','value':'1'}]",
                        "-");

        PlanStep step = message.plan(NOON).steps().get(0);

        assertThat(step.action()).isEqualTo(Action.UNCHANGED);
        assertThat(step.ours().stored()).matches("[^|]{8}\\|.*");
        assertThat(
                        step.ours()
                                .has(
                                        ENTRIES.marks(
                                                JsonText.object(
                                                        "{\"resourceType\":\"Patient\",\"telecom\":[{\"system\":\"phone\",\"value\":\"1\"}]}"))))
                .isTrue();
    }

    @Test
    void referencesLeadToWhereThingsAreAndStayLocalToWhatIsCreated() {
        Message message = new Message()
                .entry("Patient", "1", "'gender':'male'", "'gender':'male'", "11 0")
                .entry("Encounter", "2", "'subject':{'reference':'Patient/1'}", null, "-")
                .entry(
                        "Observation",
                        "3",
                        "'subject':{'reference':'Patient/1'},'encounter':{'reference':'Encounter/2'}",
                        null,
                        "-");

        List<PlanStep> steps = message.plan(NOON).steps();

        assertThat(steps.get(2).body().at("/subject/reference").asText()).isEqualTo("Patient/s1");
        assertThat(steps.get(2).body().at("/encounter/reference").asText()).isEqualTo("Encounter/2");
        PlanStep resolved = steps.get(2).resolved(Map.of("Encounter/2", "Encounter/s2"));
        assertThat(resolved.body().at("/encounter/reference").asText()).isEqualTo("Encounter/s2");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    the same patient's visit is his                 | Patient/s1    |              |               | UNCHANGED
                    another patient's is refused                    | Patient/other |              |               | dead
                    his who was merged into this one is his too     | Patient/other | Patient/other=Patient/s1 |   | UPDATE
                    so is that of a patient who is no more there    | Patient/other |              | Patient/other | UPDATE
                    one about nobody yet becomes his                | -             |              |               | UPDATE
                    one of another server is not judged             | http://x/fhir/Patient/9 |    |               | UPDATE
                    """)
    void whoseVisitItIs(String rule, String subject, String survivors, String absent, String expected) {
        String there =
                "'status':'in-progress'" + (subject.equals("-") ? "" : ",'subject':{'reference':'" + subject + "'}");
        Message message = new Message()
                .entry("Patient", "1", "'gender':'male'", "'gender':'male'", "11 0")
                .entry("Encounter", "2", "'status':'in-progress','subject':{'reference':'Patient/1'}", there, "11 0");
        if (survivors != null) {
            message.survivors.put(survivors.split("=")[0], survivors.split("=")[1]);
        }
        if (absent != null) {
            message.absent.add(absent);
        }

        if (expected.equals("dead")) {
            assertThatThrownBy(() -> message.plan(NOON))
                    .isInstanceOf(MessageFailure.class)
                    .hasMessageStartingWith("This visit belongs to another patient: Encounter/s2");
        } else {
            assertThat(message.plan(NOON).steps().get(1).action()).isEqualTo(Action.valueOf(expected));
        }
    }

    @Test
    void whatIsAboutAMergedPatientGoesToTheOneWhoIsLeftAndHisOwnRecordHasWhatIsSaidOfHim() {
        String merged = "'active':false,'link':[{'other':{'reference':'Patient/left'},'type':'replaced-by'}]";
        Message message = new Message()
                .entry("Patient", "1", "'gender':'female'", "'gender':'male'," + merged, "11 0")
                .entry("Observation", "2", "'subject':{'reference':'Patient/1'}", null, "-");
        message.survivors.put("Patient/s1", "Patient/left");

        List<PlanStep> steps = message.plan(NOON).steps();

        assertThat(steps.get(0).action()).isEqualTo(Action.UPDATE);
        assertThat(steps.get(0).reference()).isEqualTo("Patient/s1");
        assertThat(steps.get(0).body().path("gender").asText()).isEqualTo("female");
        assertThat(steps.get(0).body().path("active").asBoolean(true)).isFalse();
        assertThat(steps.get(0).body().at("/link/0/other/reference").asText()).isEqualTo("Patient/left");
        assertThat(steps.get(1).body().at("/subject/reference").asText()).isEqualTo("Patient/left");
    }

    @Test
    void aChainOfMergesEndsWithTheLastAndACircleIsNotFollowed() {
        assertThat(Survivors.last(Map.of("a", "b", "b", "c"))).containsOnly(Map.entry("a", "c"), Map.entry("b", "c"));
        assertThat(Survivors.last(Map.of("a", "b", "b", "a"))).isEmpty();
        Map<String, String> long_ = new HashMap<>();
        for (int i = 0; i < 20; i++) {
            long_.put("p" + i, "p" + (i + 1));
        }
        assertThat(Survivors.last(long_)).doesNotContainKey("p0").containsEntry("p19", "p20");
    }

    /** The hits of a search by identifier {@code s|1}; ids before {@code @} their patient, a {@code !} behind those that are deleted. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    nothing is found                             | Observation | -  | FAIL   |                | true  | Patient/7 | nowhere
                    one is it                                    | Observation | -  | FAIL   | a@Patient/7    | true  | Patient/7 | a
                    another patient's is none                    | Observation | -  | FAIL   | a@Patient/8    | true  | Patient/7 | nowhere
                    a visit of another patient is a mistake      | Encounter   | -  | FAIL   | a@Patient/8    | true  | Patient/7 | dead
                    one about nobody is none                     | Observation | -  | FAIL   | a@             | true  | Patient/7 | nowhere
                    an absolute reference to this server counts  | Observation | -  | FAIL   | a@http://b/Patient/7 | true | Patient/7 | a
                    one to another server does not               | Observation | -  | FAIL   | a@http://c/Patient/7 | true | Patient/7 | nowhere
                    several are a question                       | Observation | -  | FAIL   | a@Patient/7 b@Patient/7 | true | Patient/7 | dead
                    or the newest                                | Observation | -  | NEWEST | a@Patient/7 b@Patient/7 | true | Patient/7 | b
                    or the oldest                                | Observation | -  | OLDEST | a@Patient/7 b@Patient/7 | true | Patient/7 | a
                    a link stays                                 | Observation | l  | FAIL   | l@Patient/7    | true  | Patient/7 | l
                    a link and another one are a question        | Observation | l  | FAIL   | a@Patient/7    | true  | Patient/7 | dead
                    unless the site chose                        | Observation | l  | NEWEST | a@Patient/7    | true  | Patient/7 | l
                    a deleted one does not count beside another one | Observation | - | FAIL | a!@Patient/7 b@Patient/7 c!@Patient/7 | true | Patient/7 | b
                    nor is it the newest                         | Observation | -  | NEWEST | a@Patient/7 b!@Patient/7 | true | Patient/7 | a
                    nor beside a link                            | Observation | l  | FAIL   | a!@Patient/7   | true  | Patient/7 | l
                    but alone it is it                           | Observation | -  | FAIL   | a!@Patient/7   | true  | Patient/7 | a
                    several deleted ones are a question          | Observation | -  | FAIL   | a!@Patient/7 b!@Patient/7 | true | Patient/7 | dead
                    a link to a deleted one and another one too  | Observation | l  | FAIL   | l!@Patient/7 b@Patient/7 | true | Patient/7 | dead
                    a visit that was deleted was a mistake       | Encounter   | -  | FAIL   | a!@Patient/8   | true  | Patient/7 | nowhere
                    and another one is the visit                 | Encounter   | -  | FAIL   | a!@Patient/8 b@Patient/7 | true | Patient/7 | b
                    a search that was not read to its end proves nothing | Observation | - | FAIL |           | false | Patient/7 | dead
                    """)
    void whichRecordItIs(
            String rule,
            String type,
            String linked,
            SeveralHits several,
            String hits,
            boolean complete,
            String subject,
            String expected) {
        BatchEntry entry = new BatchEntry(
                json(type, "x", "'identifier':[{'system':'s','value':'1'}],'subject':{'reference':'Patient/local'}"),
                Set.of(new Key(type, "s", "1")),
                Set.of());
        List<JsonNode> found = new ArrayList<>();
        for (String hit : hits == null ? new String[0] : hits.split(" ")) {
            String[] parts = hit.split("@", 2);
            found.add(json(
                    type,
                    parts[0].replace("!", ""),
                    (parts[0].endsWith("!") ? "'status':'entered-in-error'," : "")
                            + "'meta':{'lastUpdated':'2026-01-01T00:00:0" + found.size() + "Z'},"
                            + "'identifier':[{'system':'s','value':'1'}]"
                            + (parts[1].isEmpty() ? "" : ",'subject':{'reference':'" + parts[1] + "'}")));
        }
        Identity identity = new Identity(several, "http://b");
        String link = linked.equals("-") ? null : linked;
        DeliveryFailure gap = complete ? null : Identity.incomplete(type);

        if (expected.equals("dead")) {
            assertThatThrownBy(() -> identity.found(entry, entry.keys(), link, found, gap, subject))
                    .isInstanceOf(MessageFailure.class);
        } else {
            assertThat(identity.found(entry, entry.keys(), link, found, gap, subject))
                    .isEqualTo(expected.equals("nowhere") ? null : expected);
        }
    }

    private static Instant time(String hour) {
        return hour.equals("-") ? null : Instant.parse("2026-11-02T" + hour + ":00:00Z");
    }

    private static ObjectNode json(String type, String id, String fields) {
        return JsonText.object(("{'resourceType':'" + type + "','id':'" + id + "'"
                        + (fields == null || fields.isEmpty() ? "" : "," + fields) + "}")
                .replace('\'', '"'));
    }

    /** A message, and what was seen of it. */
    private static final class Message {

        private final List<ObjectNode> resources = new ArrayList<>();
        private final Map<String, Found> found = new HashMap<>();
        private final Map<String, String> survivors = new HashMap<>();
        private final List<String> absent = new ArrayList<>();
        private String owned = "?";
        private Batch batch;

        Message owned(String whose) {
            owned = whose;
            return this;
        }

        Message entry(String type, String id, String said, String there, String delivered) {
            resources.add(json(type, id, "'identifier':[{'system':'s','value':'" + id + "'}]," + said));
            if (there != null) {
                ObjectNode current =
                        json(type, "s" + id, "'identifier':[{'system':'s','value':'" + id + "'}]," + there);
                found.put(
                        type + "/" + id,
                        new Found("s" + id, links(type, id, current, delivered), Set.of(), new Current(current, "7")));
            }
            return this;
        }

        private List<Link> links(String type, String id, ObjectNode current, String delivered) {
            if (delivered.equals("-")) {
                return List.of();
            }
            boolean timeless = delivered.equals("?");
            Instant time = timeless ? null : time(delivered.split(" ")[0]);
            int rank = timeless ? 0 : Integer.parseInt(delivered.split(" ")[1]);
            Owned nothing = Owned.nothing(type + "/s" + id);
            String stored =
                    switch (owned) {
                        case "ours" ->
                            nothing.with(Set.of(), ENTRIES.marks(current)).stored();
                        case "theirs" -> nothing.stored();
                        default -> null;
                    };
            return List.of(new Link(new Key(type, "s", id), "s" + id, "7", time, rank, stored));
        }

        Batch batch() {
            batch = batch == null ? Batch.of(new DeliveryRequest(null, resources), RULES.merge()) : batch;
            return batch;
        }

        Seen seen() {
            Map<BatchEntry, Found> all = new HashMap<>();
            found.forEach((reference, what) -> all.put(batch().entry(reference), what));
            return new Seen(all, survivors, Set.copyOf(absent), Set.of());
        }

        Plan plan(Instant time) {
            return new Planner(batch(), seen(), time, RULES).plan();
        }
    }
}
