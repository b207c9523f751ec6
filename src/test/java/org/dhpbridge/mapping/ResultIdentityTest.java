package org.dhpbridge.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dhpbridge.mapping.MappingFixture.hl7;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A result is who it is by its order, its test and what it says of itself, never by where it stands in the message. */
class ResultIdentityTest {

    private static final String MSH = "MSH|^~\\&|LIS|LAB|||20260310||ORU^R01^ORU_R01|1|P|2.5.1";
    private static final String PID = "PID|1||7^^^HOSP^MR";
    private static final String OBR = "OBR|1||F-1^LIS|CBC^Panel^L|||20260310093000|||||||||||||||20260310120000||HM|F";
    private static final String ANTIBIOGRAM =
            "OBR|%d||F-1^LIS|ABG^Antibiogram^L|||20260310093000|||||||||||||||20260310120000||MB|F|ORG&Microbe&L^%d^Name|||P-1^F-1";

    private static final Mappings MAPPINGS = MappingFixture.bundled();

    /** What each result says, by its number. */
    private static Map<String, String> results(List<String> segments) {
        List<String> all = new ArrayList<>(List.of(MSH, PID));
        all.addAll(segments);
        Mapped mapped = MAPPINGS.map(hl7(all.toArray(String[]::new)), null);
        assertThat(mapped.issues()).noneMatch(issue -> issue.code().equals("duplicate"));
        Map<String, String> results = new TreeMap<>();
        for (ObjectNode resource : mapped.resources()) {
            if (resource.path("resourceType").asText().equals("Observation")) {
                String value = resource.hasNonNull("valueString")
                        ? resource.get("valueString").asText()
                        : resource.at("/valueQuantity/value").asText();
                String number = resource.at("/identifier/0/value").asText();
                assertThat(results.put(
                                number, value + " " + resource.path("status").asText()))
                        .as(number)
                        .isNull();
            }
        }
        return results;
    }

    private static Map<String, String> results(String... segments) {
        return results(List.of(segments));
    }

    @Property(tries = 60)
    void theSameMessageInAnotherOrderHasTheSameResults(@ForAll long seed) {
        List<String> lines = new ArrayList<>(List.of(
                "OBX|1|NM|GLU^Glucose^L||5.1|mmol/L|||||F|||20260310080000",
                "OBX|2|NM|GLU^Glucose^L||9.8|mmol/L|||||F|||20260310090000",
                "OBX|3|NM|GLU^Glucose^L||177|mg/dL|||||F|||20260310090000",
                "OBX|4|ST|HIV^HIV^L||Reactive|||A|||F",
                "OBX|5|ST|HIV^HIV^L||Not reactive|||N|||F",
                "OBX|6|ST|HIV^HIV^L||Not reactive|||N|||P",
                "OBX|7|ST|^^^HBS^HBsAg^L||Negative|||N|||F",
                "OBX|8|ST|^^^HCV^Anti-HCV^L||Positive|||A|||F",
                "OBX|9|NM|718-7^Hb^LN^HGB1^Hb, first analyser^L||120|g/L|||||F",
                "OBX|10|NM|718-7^Hb^LN^HGB2^Hb, second analyser^L||121|g/L|||||F",
                "OBX|11|TX|TXT^Text^L|1|first||||||F",
                "OBX|12|TX|TXT^Text^L|2|second||||||F"));
        lines.add(0, OBR);
        Map<String, String> before = results(lines);
        Collections.shuffle(lines.subList(1, lines.size()), new Random(seed));
        assertThat(results(lines)).isEqualTo(before).hasSize(11);
    }

    @Property(tries = 20)
    void antibiogramsInAnotherOrderHaveTheSameResults(@ForAll long seed) {
        List<List<String>> orders = new ArrayList<>();
        for (int isolate = 1; isolate <= 3; isolate++) {
            orders.add(List.of(
                    ANTIBIOGRAM.formatted(isolate + 1, isolate),
                    "OBX|1|ST|AMP^Ampicillin^L||of " + isolate + "||||||F",
                    "OBX|2|ST|CIP^Ciprofloxacin^L||of " + isolate + "||||||F"));
        }
        Map<String, String> before =
                results(orders.stream().flatMap(List::stream).toList());
        Collections.shuffle(orders, new Random(seed));
        assertThat(results(orders.stream().flatMap(List::stream).toList()))
                .isEqualTo(before)
                .hasSize(6);
    }

    @Test
    void aCorrectedResultHasTheNumberOfTheOneItCorrects() {
        String first = "OBX|1|NM|GLU^Glucose^L||5.1|mmol/L|||||F|||20260310080000";
        Map<String, String> before = results(OBR, first, "OBX|2|NM|GLU^Glucose^L||9.8|mmol/L|||||P|||20260310090000");
        Map<String, String> after =
                results(OBR, "OBX|1|NM|GLU^Glucose^L||8.9|mmol/L|||||C|||20260310090000", first.replace("|1|", "|2|"));
        assertThat(before)
                .containsOnly(Map.entry("F-1/CBC/GLU", "5.1 final"), Map.entry("F-1/CBC/GLU/#2", "9.8 preliminary"));
        assertThat(after)
                .containsOnly(Map.entry("F-1/CBC/GLU", "5.1 final"), Map.entry("F-1/CBC/GLU/#2", "8.9 corrected"));
    }

    @Test
    void theSecondIsolateAloneIsNotTakenForTheFirst() {
        String first = ANTIBIOGRAM.formatted(2, 1);
        String second = ANTIBIOGRAM.formatted(3, 2);
        assertThat(results(first, "OBX|1|ST|AMP^Ampicillin^L||S||||||F")).containsOnlyKeys("F-1/ABG/AMP");
        assertThat(results(second, "OBX|1|ST|AMP^Ampicillin^L||R||||||F")).containsOnlyKeys("F-1/ABG/ORG:2/AMP");
    }

    @Test
    void aServiceThatIsRepeatedIsTwoOrdersWhoseResultsStayApart() {
        Map<String, String> results = results(
                OBR,
                "OBX|1|NM|GLU^Glucose^L||5.1|mmol/L|||||F",
                OBR.replace("OBR|1|", "OBR|2|"),
                "OBX|1|NM|GLU^Glucose^L||9.8|mmol/L|||||F",
                "OBX|2|NM|HGB^Hb^L||120|g/L|||||F");
        assertThat(results)
                .containsOnly(
                        Map.entry("F-1/CBC/GLU", "5.1 final"),
                        Map.entry("F-1/CBC/GLU/#2", "9.8 final"),
                        Map.entry("F-1/CBC/HGB", "120 final"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "TX|R^R^L|;TX|R^R^L|;1",
                "TX|R^R^L|1;TX|R^R^L|2;1",
                "FT|R^R^L|1;TX|R^R^L|2;1",
                "ST|R^R^L|;ST|R^R^L|;2",
                "ST|R^R^L|;TX|R^R^L|;2",
                "|R^R^L|;|R^R^L|;2",
                "ST|R^R^L|1;ST|R^R^L|2;2",
                "TX|R^R^L|1;TX|R^R^L|3;2",
                "TX|R^R^L|;TX|R^Other words^L|;2",
                "TX|R^R^L^A^A^L|;TX|R^R^L^B^B^L|;2",
                "CE|R^R^L|;CE|R^R^L|;2"
            })
    void linesOfOneTextAreOneResult(String first, String second, int results) {
        assertThat(results(OBR, "OBX|1|" + first + "|one||||||F", "OBX|2|" + second + "|two||||||F"))
                .hasSize(results);
    }

    @ParameterizedTest
    @CsvSource({"ST,R,R", "ST,negative,negative", "TX,R,S", "TX,+,+++", "FT,120,130"})
    void signsAndWhatIsSaidTwiceAreNoLinesOfOneText(String type, String first, String second) {
        String obx = "OBX|%d|" + type + "|R^R^L||%s||||||F";
        assertThat(results(OBR, obx.formatted(1, first), obx.formatted(2, second)))
                .hasSize(2);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "negative; positive; 2",
                "Рост микрофлоры; не обнаружен; 1",
                "Klebsiella; 10^6 КОЕ/мл; 1",
                "Признаки хронического холецистита.; Диффузные изменения печени.; 1",
                "Обнаружено; Не обнаружено; 2",
                "Не обнаружено; Обнаружено; 2",
                "Роста микрофлоры не обнаружено; Обнаружен рост Staphylococcus aureus 10^5; 2",
                "отрицательно; положительно (повторить забор, сыворотка мутная, вторая проба из той же пробирки); 2",
                "A(II) Rh -; B(III) Rh +; 2",
                "10:30 negative; 11:30 positive; 2",
                "HIV: negative; HIV: positive; 2",
                "Правая почка:; контуры ровные; 1",
                "Печень: не увеличена; Почки: не изменены; 1",
                "контуры ровные,; эхогенность повышена; 1",
                "Правая почка обычных размеров и формы, контуры ровные, чёткие; Левая почка обычных размеров и формы, контуры ровные, чёткие, без конкрементов; 1"
            })
    void textsThatMayBeAnswersAreResultsOfTheirOwn(String first, String second, int results) {
        String obx = "OBX|%d|ST|R^R^L||%s||||||F";
        assertThat(results(OBR, obx.formatted(1, first), obx.formatted(2, second)))
                .hasSize(results);
        assertThat(results(OBR, obx.formatted(1, second), obx.formatted(2, first)))
                .hasSize(results);
    }

    @ParameterizedTest
    @CsvSource({"'',''", "1,2"})
    void whatHasAnotherTestBetweenItIsNoTextWhateverTheOrderOfTheLines(String firstSub, String secondSub) {
        String[] segments = {
            OBR,
            "OBX|1|TX|ORG^Microbe^L|" + firstSub + "|Escherichia coli||||||F",
            "OBX|2|TX|NOTE^Resistance^L|" + firstSub + "|none was found||||||F",
            "OBX|3|TX|ORG^Microbe^L|" + secondSub + "|Klebsiella||||||F",
            "OBX|4|TX|NOTE^Resistance^L|" + secondSub + "|resistant to all||||||F"
        };
        assertThat(results(segments)).hasSize(4);
        assertThat(results(segments[0], segments[1], segments[3], segments[2], segments[4]))
                .isEqualTo(results(segments));
    }

    @ParameterizedTest
    @CsvSource({
        "'|one||||||F|||202603100800', '|two||||||F|||202603100900'",
        "'|one|||A|||F', '|two|||N|||F'",
        "'|one||||||F', '|two||||||P'",
        "'|5.1|g/L|||||F', '|5.2|g/L|||||F'"
    })
    void whatHasItsOwnTimeFlagStatusOrUnitIsAResultOfItsOwn(String first, String second) {
        assertThat(results(OBR, "OBX|1|TX|R^R^L|" + first, "OBX|2|TX|R^R^L|" + second))
                .hasSize(2);
    }

    @Test
    void subIdsThatOtherResultsHaveTooDoNotCountLines() {
        assertThat(results(
                        OBR,
                        "OBX|1|TX|ORG^Microbe^L|1|E. coli||||||F",
                        "OBX|2|TX|ORG^Microbe^L|2|Klebsiella||||||F",
                        "OBX|3|ST|AMP^Ampicillin^L|1|S||||||F",
                        "OBX|4|ST|AMP^Ampicillin^L|2|R||||||F"))
                .hasSize(4);
    }
}
