package org.dhpbridge.delivery.merge;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.dhpbridge.delivery.json.JsonText;
import org.dhpbridge.delivery.merge.Merge.Merged;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Freshness by parts: statements about one patient, merged in any order; {@code '} stands for {@code "}. */
class StatementsTest {

    private static final FhirTypes TYPES = new FhirTypes(FhirContext.forR5Cached());
    private static final Entries ENTRIES = new Entries(TYPES, (type, system) -> system.equals("pinfl"));
    private static final Merge MERGE = new Merge(TYPES, ENTRIES);
    private static final Instant NINE = Instant.parse("2026-11-02T09:00:00Z");
    private static final int ORDERS = 300;

    /** Statements, hour by hour, each on a line. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                """
                'gender':'male','birthDate':'1990-07-22'
                'birthDate':'1990-07-23','_birthDate':{'extension':[{'url':'urn:time','valueDateTime':'1990-07-23T08:00:00+05:00'}]}
                'gender':'female'
                'birthDate':'1990-07-24','gender':'unknown'
                'deceasedBoolean':false
                'deceasedDateTime':'2026-01-01'
                """,
                """
                'telecom':[{'system':'phone','use':'home','value':'1'},{'system':'phone','use':'work','value':'2'}]
                'telecom':[{'system':'phone','use':'home','value':'2'}]
                'telecom':[{'system':'phone','use':'work','value':'1'}]
                'telecom':[{'system':'phone','value':'1'},{'system':'email','value':'a'}]
                'telecom':[{'system':'phone','use':'home','value':'3'},{'system':'phone','use':'home','value':'4'}]
                'telecom':[{'system':'email','value':'b','rank':1}]
                """,
                """
                'name':[{'text':'K N'}],'address':[{'use':'home','line':['1']}]
                'name':[{'use':'official','text':'A N'}],'address':[{'line':['1']}]
                'name':[{'use':'maiden','text':'K N','family':'K'}],'address':[{'use':'temp','line':['2']},{'use':'home','line':['3']}]
                'name':[{'text':'A N'},{'use':'maiden','text':'L N'}]
                'name':[{'use':'official','text':'A N','prefix':['Dr']}]
                """,
                """
                'identifier':[{'system':'mr','value':'1'},{'system':'pinfl','value':'1'}]
                'identifier':[{'system':'mr','value':'1','period':{'end':'2030-01-01'}}]
                'identifier':[{'system':'mr','value':'2'},{'system':'pinfl','value':'2'}]
                'identifier':[{'system':'mr','value':'1','period':{'start':'2020-01-01','end':'2031-01-01'}}]
                'identifier':[{'system':'pinfl','value':'1'}]
                """,
                """
                'contact':[{'relationship':[{'coding':[{'code':'MTH'}]}],'name':{'text':'M'},'telecom':[{'system':'phone','value':'1'}]}]
                'contact':[{'relationship':[{'coding':[{'code':'FTH'}]}],'name':{'text':'F'}}]
                'contact':[{'relationship':[{'coding':[{'code':'MTH'}]}],'name':{'text':'M'},'telecom':[{'system':'phone','value':'2'}]}]
                'contact':[{'relationship':[{'coding':[{'code':'MTH'}]}],'name':{'text':'M'}}]
                'contact':[{'relationship':[{'coding':[{'code':'FTH'}]},{'coding':[{'code':'GUARD'}]}],'name':{'text':'G'}}]
                """,
                """
                'maritalStatus':{'coding':[{'system':'v3','code':'M'},{'system':'own','code':'1'}]}
                'maritalStatus':{'coding':[{'system':'v3','code':'M'}],'text':'married'}
                'managingOrganization':{'reference':'Organization/1'}
                'managingOrganization':{'reference':'Organization/2','display':'two'}
                'extension':[{'url':'urn:a','valueString':'1'},{'url':'urn:b','valueString':'1'}]
                'extension':[{'url':'urn:a','valueString':'2'}]
                'communication':[{'language':{'coding':[{'system':'l','code':'uz'}]},'preferred':true},{'language':{'coding':[{'system':'l','code':'ru'}]}}]
                'communication':[{'language':{'coding':[{'system':'l','code':'uz'}]},'preferred':false}]
                """
            })
    void everyOrderEndsInTheSameRecord(String lines) {
        List<ObjectNode> said = lines.lines().map(StatementsTest::patient).toList();
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < said.size(); i++) {
            order.add(i);
        }
        for (ObjectNode there : List.of(patient(""), patient("'telecom':[{'system':'phone','value':'9'}]"))) {
            Map<String, Set<String>> expected = state(merged(there, said, order));
            Random random = new Random(20261102);
            for (int i = 0; i < ORDERS; i++) {
                Collections.shuffle(order, random);
                assertThat(state(merged(there, said, order)))
                        .as("order %s", order)
                        .isEqualTo(expected);
            }
            Collections.sort(order);
        }
    }

    @Test
    void of_one_time_the_one_that_comes_last_counts() {
        ObjectNode there = patient("");

        ObjectNode first = MERGE.merge(
                        there, patient("'gender':'male'"), Owned.nothing("Patient/1"), Set.of(), NINE, null)
                .resource();

        assertThat(MERGE.merge(first, patient("'gender':'female'"), Owned.nothing("Patient/1"), Set.of(), NINE, null)
                        .resource()
                        .path("gender")
                        .asText())
                .isEqualTo("female");
    }

    @Test
    void what_is_there_of_a_time_that_nobody_remembers_is_as_new_as_the_record() {
        ObjectNode there = patient("'gender':'male'");

        Merged merged = MERGE.merge(
                there,
                patient("'gender':'female','birthDate':'1990-01-01'"),
                Owned.nothing("Patient/1"),
                Set.of(),
                NINE,
                NINE.plusSeconds(60));

        assertThat(merged.outdated()).containsExactly("Patient.gender");
        assertThat(merged.resource().path("gender").asText()).isEqualTo("male");
        assertThat(merged.resource().path("birthDate").asText()).isEqualTo("1990-01-01");
    }

    @Test
    void a_message_without_a_time_is_taken_and_remembers_nothing() {
        Owned owned = MERGE.created("Patient/1", patient("'gender':'male'"), Set.of(), NINE);

        Merged merged =
                MERGE.merge(patient("'gender':'male'"), patient("'gender':'female'"), owned, Set.of(), null, NINE);

        assertThat(merged.resource().path("gender").asText()).isEqualTo("female");
        assertThat(merged.outdated()).isEmpty();
        assertThat(merged.owned().statements()).isEqualTo(owned.statements());
    }

    @Test
    void times_are_read_as_they_are_stored_and_nothing_can_be_read_there() {
        Owned owned = MERGE.created(
                "Patient/1", patient("'birthDate':'1990-07-22','name':[{'text':'Karimova'}]"), Set.of(), NINE);

        String stored = owned.stored();

        assertThat(Owned.read("Patient/1", List.of(stored))).isEqualTo(owned);
        assertThat(stored).doesNotContain("1990").doesNotContain("birthDate").doesNotContain("Karimova");
    }

    /** As the bridge does it: what is ours is remembered as text. */
    private static ObjectNode merged(ObjectNode there, List<ObjectNode> said, List<Integer> order) {
        ObjectNode now = there;
        String stored = "";
        for (int one : order) {
            Owned owned = Owned.read("Patient/1", List.of(stored));
            Set<String> before = ENTRIES.marks(now);
            Merged merged = MERGE.merge(now, said.get(one), owned, Set.of(), NINE.plusSeconds(3600L * one), null);
            now = merged.resource();
            stored = merged.owned()
                    .with(before, ENTRIES.marks(said.get(one)))
                    .within(ENTRIES.marks(now))
                    .stored();
        }
        return now;
    }

    private static Map<String, Set<String>> state(ObjectNode patient) {
        Map<String, Set<String>> state = new TreeMap<>();
        for (Map.Entry<String, JsonNode> field : patient.properties()) {
            Set<String> values = state.computeIfAbsent(field.getKey(), name -> new TreeSet<>());
            (field.getValue().isArray() ? field.getValue() : List.of(field.getValue()))
                    .forEach(value -> values.add(canonical(value)));
        }
        return state;
    }

    /** Fields and list entries in order of the alphabet: their order says nothing. */
    private static String canonical(JsonNode node) {
        if (node.isArray()) {
            List<String> values = new ArrayList<>();
            node.forEach(one -> values.add(canonical(one)));
            Collections.sort(values);
            return values.toString();
        }
        if (!node.isObject()) {
            return node.toString();
        }
        Map<String, String> fields = new TreeMap<>();
        node.properties().forEach(field -> fields.put(field.getKey(), canonical(field.getValue())));
        return fields.toString();
    }

    private static ObjectNode patient(String fields) {
        return JsonText.object(
                "{\"resourceType\":\"Patient\"" + (fields.isEmpty() ? "" : ",") + fields.replace('\'', '"') + "}");
    }
}
