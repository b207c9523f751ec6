package org.dhpbridge.soak;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.dhpbridge.soak.Findings.Kind;
import org.junit.jupiter.api.Test;

/** The verdict can fail: each way in which a platform can be wrong is found, and told apart. */
class VerdictTest {

    private static final RecordKey RESULT = new RecordKey("Observation", "L1/CBC/WBC");
    private static final RecordKey PATIENT = new RecordKey("Patient", "M1");

    private static Findings judge(JsonNode... resources) {
        Findings findings = new Findings();
        Map<RecordKey, NavigableMap<Long, Map<String, String>>> truth = Map.of(
                RESULT,
                new TreeMap<>(Map.of(
                        1L,
                        Map.of(Facts.STATUS, "preliminary", Facts.VALUE, "5.1"),
                        2L,
                        Map.of(Facts.STATUS, "final", Facts.VALUE, "6.2"))),
                PATIENT,
                new TreeMap<>(Map.of(1L, Map.of(Facts.FAMILY, "Old"), 2L, Map.of(Facts.FAMILY, "New"))));
        new PlatformVerdict(truth, findings).judge(List.of(resources));
        return findings;
    }

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text.replace('\'', '"'));
    }

    private static JsonNode result(String id, String status, String value) throws Exception {
        return json(
                "{'resourceType':'Observation','id':'%s','identifier':[{'value':'L1/CBC/WBC'}],'status':'%s','valueQuantity':{'value':%s}}"
                        .formatted(id, status, value));
    }

    private static JsonNode patient(String names) throws Exception {
        return json("{'resourceType':'Patient','id':'p','identifier':[{'value':'M1'}],'name':[%s]}".formatted(names));
    }

    @Test
    void what_is_there_once_in_its_newest_form_is_right() throws Exception {
        assertThat(judge(result("a", "final", "6.2"), patient("{'family':'New'}"))
                        .isClean())
                .isTrue();
    }

    @Test
    void what_is_not_there_is_lost() throws Exception {
        assertThat(judge(patient("{'family':'New'}")).of(Kind.LOST))
                .singleElement()
                .asString()
                .contains("L1/CBC/WBC");
    }

    @Test
    void what_is_there_twice_is_doubled() throws Exception {
        assertThat(judge(result("a", "final", "6.2"), result("b", "final", "6.2"))
                        .of(Kind.DOUBLED))
                .singleElement()
                .asString()
                .contains("2 times", "Observation/a", "Observation/b");
    }

    @Test
    void what_shows_an_earlier_state_is_overwritten() throws Exception {
        assertThat(judge(result("a", "preliminary", "5.1")).of(Kind.OVERWRITTEN))
                .hasSize(2);
    }

    @Test
    void what_nobody_said_and_what_was_left_over_is_unexplained() throws Exception {
        Findings findings = judge(
                result("a", "final", "7.7"),
                patient("{'family':'New'},{'family':'Old'}"),
                json("{'resourceType':'Patient','id':'x','identifier':[{'value':'M2'}]}"));

        assertThat(findings.of(Kind.UNEXPLAINED))
                .hasSize(3)
                .anySatisfy(sentence -> assertThat(sentence).contains("Patient/x"))
                .anySatisfy(sentence -> assertThat(sentence).contains("'New + Old'"))
                .anySatisfy(sentence -> assertThat(sentence).contains("'7.7'"));
    }

    @Test
    void one_seed_makes_one_load_and_another_seed_another() {
        List<Drop> once = new Load(500, 7).drops();

        assertThat(new Load(500, 7).drops())
                .usingRecursiveComparison()
                .comparingOnlyFields("folder", "name", "content")
                .isEqualTo(once);
        assertThat(new Load(500, 8).drops().stream().map(Drop::content))
                .doesNotContainAnyElementsOf(once.stream().map(Drop::content).toList());
        assertThat(once.stream().mapToInt(drop -> drop.messages().size()).sum()).isGreaterThanOrEqualTo(500);
    }
}
