package org.dhpbridge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.dhpbridge.source.MessageReader;
import org.dhpbridge.source.hl7.Hl7Reader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SenderTest {

    @ParameterizedTest
    @CsvSource({
        "HIS|HOSP1, HOSP1",
        "HIS|HOSP1^1.2.3^ISO, HOSP1",
        "HIS|^1.2.3^ISO, 1.2.3",
        "HIS|, HIS",
        "HIS|\"\", HIS",
        "HIS| , HIS",
        "|,"
    })
    void anHl7MessageNamesItsFacilityElseItsApplication(String sent, String sender) {
        String text = "MSH|^~\\&|" + sent + "|DHP|DHP|20260801||ADT^A04^ADT_A01|X1|P|2.5\rPID|1||K7||Karimov\r";
        ObjectNode tree =
                new MessageReader(new Hl7Reader()).read(Hl7Reader.MEDIA_TYPE, text.getBytes(StandardCharsets.UTF_8));

        assertThat(Sender.of(tree)).isEqualTo(sender);
    }

    @ParameterizedTest
    @CsvSource({"{\"facility\":\"LAB7\"}, LAB7", "{\"facility\":null}, ", "{\"patient_id\":\"1\"}, "})
    void aRowNamesItsHospitalIfItDoes(String row, String sender) throws Exception {
        ObjectNode tree = (ObjectNode) new ObjectMapper().readTree("{\"format\":\"csv\",\"rows\":[" + row + "]}");

        assertThat(Sender.of(tree)).isEqualTo(sender);
    }
}
