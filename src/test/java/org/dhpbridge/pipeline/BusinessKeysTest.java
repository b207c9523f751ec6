package org.dhpbridge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.dhpbridge.source.MessageReader;
import org.dhpbridge.source.hl7.Hl7Reader;
import org.junit.jupiter.api.Test;

class BusinessKeysTest {

    private final BusinessKeys keys = new BusinessKeys(true);

    private static ObjectNode hl7(String text) {
        return new MessageReader(new Hl7Reader()).read(Hl7Reader.MEDIA_TYPE, text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aMessageIsFoundByItsPatientVisitOrderSpecimenAndControlId() {
        ObjectNode tree = hl7("MSH|^~\\&|LAB|HOSP|DHP|DHP|20260801101500||ORU^R01^ORU_R01|CTRL-77|P|2.5.1\r"
                + "PID|1|OLD-1|30101900000011^^^UZ^NNUZB~MRN-9^^^HOSP^MR||Karimov^Aziz\r"
                + "PV1|1|I|||||||||||||||||VISIT-5^^^HOSP\r"
                + "ORC|RE|PLACER-1^LIS|FILLER-2^LIS\r"
                + "OBR|1|PLACER-1^LIS|FILLER-3^LIS|GLU^Glucose\r"
                + "OBX|1|NM|GLU^Glucose||5.3|mmol/L|||||F\r"
                + "SPM|1|SPEC-4&LIS^SPEC-5&LIS\r");

        assertThat(keys.of(tree, "inbound/day.hl7"))
                .contains(
                        "CTRL-77",
                        "OLD-1",
                        "30101900000011",
                        "MRN-9",
                        "VISIT-5",
                        "PLACER-1",
                        "FILLER-2",
                        "FILLER-3",
                        "day.hl7")
                .doesNotContain("Karimov", "UZ", "HOSP", "LIS", "GLU", "5.3");
    }

    @Test
    void aRowIsFoundByTheColumnsThatIdentify() throws Exception {
        ObjectNode tree = (ObjectNode)
                new ObjectMapper()
                        .readTree(
                                "{\"format\":\"csv\",\"rows\":[{\"patient_id\":\"1203\",\"pinfl\":\"30101900000011\","
                                        + "\"visit_id\":\"V-1\",\"family\":\"Karimov\",\"birth_date\":\"1990-01-01\",\"order_id\":null}]}");

        assertThat(keys.of(tree, null)).containsExactlyInAnyOrder("1203", "30101900000011", "V-1");
    }

    @Test
    void aColumnIsTheSameInWhateverCaseOfWhateverScript() throws Exception {
        for (String column : new String[] {"ПИНФЛ", "Пинфл", "пинфл", "PINFL", "Pinfl"}) {
            ObjectNode tree = (ObjectNode) new ObjectMapper()
                    .readTree("{\"format\":\"csv\",\"rows\":[{\"" + column + "\":\"30101900000011\"}]}");

            assertThat(keys.of(tree, null)).as(column).containsExactly("30101900000011");
        }
    }

    @Test
    void whatCannotBeReadIsFoundByItsFileAlone() {
        assertThat(keys.of(null, "lab/broken.hl7")).containsExactly("broken.hl7");
        assertThat(keys.of(null, null)).isEmpty();
    }

    @Test
    void withoutAConsoleNothingIsKept() {
        assertThat(new BusinessKeys(false).of(hl7("MSH|^~\\&|A|B|C|D|20260801||ADT^A04|X1|P|2.5"), "f.hl7"))
                .isEmpty();
    }
}
