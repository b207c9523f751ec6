package org.dhpbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages one after the other that tell one result: what a later one says of its value, and what then belongs to the value no more. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CorrectedResultsTest {

    private final MappedDeliveries deliveries = new MappedDeliveries();
    private int number;

    @AfterAll
    void close() {
        deliveries.close();
    }

    /** Each message: value, range, flag, state and perhaps a note, {@code -} for an empty field. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            15 3.9-6.1 HH P hemolysed; 5.2 - - C                    | corrected 5.2
            15 3.9-6.1 HH P hemolysed; 5.2 3.9-6.1 N F              | final 5.2 flag N range 3.9-6.1
            15 - HH P hemolysed; 5.2 - "" C                         | corrected 5.2
            15 3.9-6.1 HH P hemolysed; 15.0 - - F                   | final 15 flag HH range 3.9-6.1 note hemolysed
            5.1 3.9-6.1 N F; "" - - C                               | corrected absent
            5.1 3.9-6.1 N F; - - - C                                | corrected absent
            5.1 3.9-6.1 N P; - - - U                                | final 5.1 flag N range 3.9-6.1
            5.1 3.9-6.1 N P; - - - F                                | final 5.1 flag N range 3.9-6.1
            - - - F; 5.1 - H F                                      | final 5.1 flag H
            5.1~5.3 - - P; 5.2 - - F                                | final 5.2
            5 - H P; 5.1~5.3 - - F                                  | final 5.1 5.3
            5.1~5.3 - - P; 5.2~5.4 - - F                            | final 5.2 5.4
            5.1~5.3~5.4 - - P; 5.2~5.4 - - F                        | final 5.2 5.4
            5.1~5.3 - - F; "" - - C                                 | corrected absent
            """)
    void theNewestCountsAsAWhole(String sequence, String expected) {
        for (String mode : MappedDeliveries.MODES) {
            Site site = deliveries.site(mode);
            String order = "C" + ++number;
            int minute = 0;
            for (String result : sequence.split("; ")) {
                deliveries.deliver(site, report(order, ++minute, result.strip().split(" ")));
            }

            assertThat(told(site.byIdentifier("Observation", order + "/BIO/GLUC")
                            .get(0)))
                    .as(mode)
                    .isEqualTo(expected.strip());
        }
    }

    private static String report(String order, int minute, String[] result) {
        String note = result.length > 4 ? "NTE|1||" + result[4] + "\r" : "";
        return "MSH|^~\\&|MIS|HOSP|||" + "2026031112%02d00".formatted(minute) + "||ORU^R01|1|P|2.5.1\r"
                + "PID|1||P" + order + "^^^HOSP^MR||Sobirov^Anvar||19700101|M\r"
                + "OBR|1||" + order + "|BIO^Profil^L|||20260310083000" + "|".repeat(18) + "F\r"
                + "OBX|1|NM|GLUC^Glyukoza^L||" + said(result[0]) + "|mmol/L|" + said(result[1]) + "|" + said(result[2])
                + "|||" + result[3] + "\r"
                + note;
    }

    private static String said(String field) {
        return field.equals("-") ? "" : field;
    }

    private static String told(JsonNode result) {
        List<String> told = new ArrayList<>(List.of(result.path("status").asText()));
        if (result.has("valueQuantity")) {
            told.add(result.at("/valueQuantity/value").asText());
        }
        if (result.has("dataAbsentReason")) {
            told.add("absent");
        }
        result.path("component")
                .forEach(one -> told.add(one.at("/valueQuantity/value").asText()));
        result.path("interpretation")
                .forEach(one -> told.add("flag " + one.at("/coding/0/code").asText()));
        result.path("referenceRange")
                .forEach(one -> told.add("range " + one.path("text").asText()));
        result.path("note").forEach(one -> told.add("note " + one.path("text").asText()));
        return String.join(" ", told);
    }
}
