package org.dhpbridge.source.hl7;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacementTest {

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "ORU^R01, PID OBR OBX NTE OBX OBR OBX, RESULT(PATIENT(2) ORDER(3 OBSERVATION(4 5) OBSERVATION(6)) ORDER(7 OBSERVATION(8)))",
        "ORU^R01, OBR OBX, RESULT(ORDER(2 OBSERVATION(3)))",
        "ORU^R01, PID PV1 ORC OBR OBX ORC OBR OBX PID OBR, RESULT(PATIENT(2 VISIT(3)) ORDER(4 5 OBSERVATION(6)) ORDER(7 8 OBSERVATION(9))) RESULT(PATIENT(10) ORDER(11))",
        "ORU^R01, PID OBR OBX SPM OBX OBR, RESULT(PATIENT(2) ORDER(3 OBSERVATION(4) SPECIMEN(5 OBSERVATION(6))) ORDER(7))",
        "ORU^R01, PID OBR SPM OBX NTE, RESULT(PATIENT(2) ORDER(3 SPECIMEN(4 OBSERVATION(5 6))))",
        "ORU^R01, PID ORC NTE OBR NTE OBX, RESULT(PATIENT(2) ORDER(3 4 6 5 OBSERVATION(7)))",
        "ORU^R01, PID ORC OBX OBR OBX, RESULT(PATIENT(2) ORDER(3 OBSERVATION(4) OBSERVATION(6) 5))",
        "ORU^R01, PID OBR:A ORC:A OBX OBR:B ORC:B OBX, RESULT(PATIENT(2) ORDER(3) ORDER(4 OBSERVATION(5)) ORDER(6) ORDER(7 OBSERVATION(8)))",
        "ORU^R01, PID OBR:A ORC:A OBR:B ORC:B OBX, RESULT(PATIENT(2) ORDER(3) ORDER(4) ORDER(5) ORDER(6 OBSERVATION(7)))",
        "ORU^R01, PID OBR:A ORC OBX OBR:B ORC OBX, RESULT(PATIENT(2) ORDER(3) ORDER(4 OBSERVATION(5)) ORDER(6) ORDER(7 OBSERVATION(8)))",
        "ORU^R01, PID OBR ORC OBR ORC OBX, RESULT(PATIENT(2) ORDER(3) ORDER(4) ORDER(5) ORDER(6 OBSERVATION(7)))",
        "ORU^R01, PID OBR:A OBX ORC:A OBX OBR:B, RESULT(PATIENT(2) ORDER(3 OBSERVATION(4)) ORDER(5 OBSERVATION(6)) ORDER(7))",
        "ORU^R01, PID OBR:A OBX ORC:B OBX OBR:B, RESULT(PATIENT(2) ORDER(3 OBSERVATION(4)) ORDER(5 OBSERVATION(6) 7))",
        "ORU^R01, PID OBR:A OBX ORC OBR:B OBX, RESULT(PATIENT(2) ORDER(3 OBSERVATION(4)) ORDER(5 6 OBSERVATION(7)))",
        "ORU^R01, PID ORC:A OBR:A OBX ORC:A OBX OBR:A, RESULT(PATIENT(2) ORDER(3 4 OBSERVATION(5)) ORDER(6 OBSERVATION(7) 8))",
        "ORU^R01, PID ORC:A OBR:A OBX ORC:A OBR:B, RESULT(PATIENT(2) ORDER(3 4 OBSERVATION(5)) ORDER(6 7))",
        "ORU^R01, PID ORC:A OBX OBR:B, RESULT(PATIENT(2) ORDER(3 OBSERVATION(4)) ORDER(5))",
        "ORU^R01, PID OBR:A OBX PID ORC:A OBX OBR:A, RESULT(PATIENT(2) ORDER(3 OBSERVATION(4))) RESULT(PATIENT(5) ORDER(6 OBSERVATION(7) 8))",
        "ORU^R01, PID PV1 NTE OBR, RESULT(PATIENT(2 VISIT(3) 4) ORDER(5))",
        "ORU^R01, PID OBR OBX SPM NTE, RESULT(PATIENT(2) ORDER(3 OBSERVATION(4) SPECIMEN(5 6)))",
        "OML^O33, PID SPM NTE ORC OBR, PATIENT(2) SPECIMEN(3 4 ORDER(5 REQUEST(6)))",
        "ORM^O01, PID ORC NTE OBR, PATIENT(2) ORDER(3 4 DETAIL(5))",
        "ORU^R01, PID PV1 PV1 OBR, RESULT(PATIENT(2 VISIT(3 4)) ORDER(5))",
        "ORU^R01, OBR PID OBX, RESULT(ORDER(2)) RESULT(PATIENT(3 PATIENT_OBSERVATION(4)))",
        "ORU^R01, PID OBR OBX ZZZ OBX ZZZ, RESULT(PATIENT(2) ORDER(3 OBSERVATION(4 5) OBSERVATION(6 7)))",
        "OUL^R22, PID ORC OBR OBX ORC OBR OBX SPM, PATIENT(2) SPECIMEN(ORDER(3 4 RESULT(5)) ORDER(6 7 RESULT(8)) 9)",
        "OUL^R22, PID SPM OBR ORC OBX SPM OBR OBX, PATIENT(2) SPECIMEN(3 ORDER(4 5 RESULT(6))) SPECIMEN(7 ORDER(8 RESULT(9)))",
        "OML^O21, PID ORC OBR ORC OBR, PATIENT(2) ORDER(3 REQUEST(4)) ORDER(5 REQUEST(6))",
        "OML^O21, PID ORC OBR OBR, PATIENT(2) ORDER(3 REQUEST(4)) ORDER(REQUEST(5))",
        "OML^O21, PID ORC OBR OBX SPM, PATIENT(2) ORDER(3 REQUEST(4 OBSERVATION(5) SPECIMEN(6)))",
        "OML^O21, PID ORC OBR PID ORC OBR OBX, PATIENT(2) ORDER(3 REQUEST(4 PRIOR_RESULT(PATIENT_PRIOR(5) ORDER_PRIOR(6 7 OBSERVATION_PRIOR(8)))))",
        "ORM^O01, PID ORC OBR OBR OBX, PATIENT(2) ORDER(3 DETAIL(4)) ORDER(DETAIL(5 OBSERVATION(6)))",
        "VXU^V04, PID RXA RXR OBX RXA OBX, 2 ORDER(3 4 OBSERVATION(5)) ORDER(6 OBSERVATION(7))",
        "VXU^V04, PID ORC RXA ORC RXA, 2 ORDER(3 4) ORDER(5 6)",
        "ADT^A01, EVN PID NK1 PV1 AL1 NK1 DG1 ACC IN1 IN2 IN1, 2 3 4 7 5 6 8 9 INSURANCE(10 11) INSURANCE(12)",
        "ADT^A40, EVN PID MRG PID MRG, 2 PATIENT(3 4) PATIENT(5 6)",
        "CUSTOM^PAT, PID PRB PRB, 2 3 4"
    })
    void putsSegmentsIntoTheirGroups(String kind, String segments, String expected) {
        StringBuilder message = new StringBuilder("MSH|^~\\&|||||||" + kind);
        for (String segment : segments.split(" ")) {
            String[] nameAndNumber = segment.split(":");
            message.append('\r').append(nameAndNumber[0]).append("|1");
            if (nameAndNumber.length > 1) {
                message.append('|').append(nameAndNumber[1]);
            }
        }
        ObjectNode tree = new Hl7Reader().read(message.toString().getBytes(StandardCharsets.UTF_8), null);
        tree.remove("MSH");
        assertThat(shape(tree)).isEqualTo(expected);
    }

    /** Segment numbers, in the brackets of their groups. */
    private static String shape(JsonNode node) {
        StringBuilder shape = new StringBuilder();
        node.properties().forEach(entry -> {
            Iterable<JsonNode> values = entry.getValue().isArray() ? entry.getValue() : List.of(entry.getValue());
            for (JsonNode value : values) {
                if (value.has("_segment")) {
                    shape.append(' ').append(value.get("_segment"));
                } else if (value.isObject() && !entry.getKey().equals("message")) {
                    String name = entry.getKey()
                            .replace("PATIENT_RESULT", "RESULT")
                            .replace("ORDER_OBSERVATION", "ORDER")
                            .replace("SPECIMEN_OBSERVATION", "OBSERVATION")
                            .replace("OBSERVATION_REQUEST", "REQUEST")
                            .replace("ORDER_DETAIL", "DETAIL");
                    shape.append(' ')
                            .append(name)
                            .append('(')
                            .append(shape(value))
                            .append(')');
                }
            }
        });
        return shape.toString().strip();
    }
}
