package org.dhpbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.dhpbridge.conformance.Issue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Results of one test and order that come in messages of their own, by the real mapping, on the sandbox: none takes another's place. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SerialMeasurementsTest {

    private final MappedDeliveries deliveries = new MappedDeliveries();
    private int number;

    @AfterAll
    void close() {
        deliveries.close();
    }

    /**
     * Each message of a sequence holds results, as {@code 08:00=5.1F}: the time (OBX-14; none for that of the order), the value and
     * the status. Then what the platform has, and the warnings of all messages.
     */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            one after the other                     | 08:00=5.1F; 09:00=11.9F; 10:00=7.2F            | 08:00=5.1 final; 09:00=11.9 final; 10:00=7.2 final         | beside beside
            sent again                              | 08:00=5.1F; 09:00=11.9F; 09:00=11.9F; 08:00=5.1F | 08:00=5.1 final; 09:00=11.9 final                         | beside
            the later one first                     | 09:00=11.9F; 08:00=5.1F                        | 08:00=5.1 final; 09:00=11.9 final                          | beside
            a correction finds the one of its time  | 08:00=5.1F; 09:00=11.9F; 09:00=11.4C           | 08:00=5.1 final; 09:00=11.4 corrected                      | beside
            also of those that came together        | 08:00=5.1F,09:00=9.4F,10:00=6.4F; 09:00=9.9C   | 08:00=5.1 final; 09:00=9.9 corrected; 10:00=6.4 final      |
            a correction of the only one            | 08:00=5.1F; 09:00=5.4C                         | 09:00=5.4 corrected                                        |
            a preliminary one becomes final         | 08:00=5.1P; 09:00=5.4F                         | 09:00=5.4 final                                            |
            a preliminary one beside a final one    | 08:00=5.1F; 09:00=7.4P; 09:00=7.5F             | 08:00=5.1 final; 09:00=7.5 final                           | beside
            all of them after one                    | 09:00=11.9F; 08:00=5.1F,09:00=11.9F            | 08:00=5.1 final; 09:00=11.9 final                          | beside
            all of them after some in another order  | 09:00=11.9F; 08:00=5.1F; 08:00=5.1F,09:00=11.8C,10:00=7.0F | 08:00=5.1 final; 09:00=11.8 corrected; 10:00=7.0 final | beside
            fewer of them                            | 08:00=5.1F,09:00=9.4F,10:00=6.4F; 09:00=9.5F,10:00=6.4F | 08:00=5.1 final; 09:00=9.5 final; 10:00=6.4 final | replaced
            only the time is another                | 08:00=5.1F; 08:05=5.1F                         | 08:05=5.1 final                                            |
            only the value is another               | 08:00=5.1F; 08:00=5.4F                         | 08:00=5.4 final                                            | replaced
            a day and a time of it                  | 08:00=5.1F; =5.4F                              | 08:30=5.4 final; 08:00=5.1 final                           | beside
            """)
    void eachIsKept(String what, String sequence, String expected, String warnings) {
        for (String mode : MappedDeliveries.MODES) {
            Site site = deliveries.site(mode);
            String order = "S" + ++number;
            List<String> told = new ArrayList<>();
            int minute = 0;
            for (String message : sequence.split("; ")) {
                deliver(site, order, ++minute, message).doubts().stream()
                        .map(Issue::code)
                        .forEach(told::add);
            }

            assertThat(results(site, order))
                    .as(mode)
                    .containsExactlyInAnyOrder(expected.strip().split("; "));
            assertThat(String.join(" ", told)).as(mode).isEqualTo(warnings == null ? "" : warnings.strip());
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"transaction", "sequential"})
    void aCorrectionOfNoneOfSeveralIsRefused(String mode) {
        Site site = deliveries.site(mode);
        String order = "S" + ++number;
        deliver(site, order, 1, "08:00=5.1F");
        deliver(site, order, 2, "09:00=11.9F");

        assertThatThrownBy(() -> deliver(site, order, 3, "10:00=7.0C"))
                .isInstanceOf(MessageFailure.class)
                .hasMessageContaining("several measurements");
        assertThat(results(site, order)).containsExactlyInAnyOrder("08:00=5.1 final", "09:00=11.9 final");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"transaction", "sequential"})
    void testsOfOneCodeInTwoSystemsAreTwo(String mode) {
        Site site = deliveries.site(mode);
        String order = "S" + ++number;
        send(site, order, 1, List.of("OBX|1|NM|100^Sodium^99A||140|mmol/L|||||F|||20260310080000"));

        assertThatThrownBy(() ->
                        send(site, order, 2, List.of("OBX|1|NM|100^Potassium^99B||4.1|mmol/L|||||F|||20260310080000")))
                .isInstanceOf(MessageFailure.class)
                .hasMessageContaining("two tests");
        assertThat(results(site, order)).containsExactly("08:00=140 final");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"transaction", "sequential"})
    void aCorrectionFindsTheTestOfItsWords(String mode) {
        Site site = deliveries.site(mode);
        String order = "S" + ++number;
        String sodium = "OBX|1|NM|999^Sodium^L||%s|mmol/L|||||%s|||20260310080000";
        send(
                site,
                order,
                1,
                List.of(sodium.formatted("140", "F"), "OBX|2|NM|999^Potassium^L||4.1|mmol/L|||||F|||20260310080000"));
        send(site, order, 2, List.of(sodium.formatted("141", "C")));

        assertThat(results(site, order)).containsExactlyInAnyOrder("08:00=141 corrected", "08:00=4.1 final");
    }

    private DeliveryOutcome deliver(Site site, String order, int minute, String results) {
        List<String> obx = new ArrayList<>();
        for (String result : results.strip().split(",")) {
            String time = result.substring(0, result.indexOf('='));
            String value = result.substring(result.indexOf('=') + 1, result.length() - 1);
            obx.add("OBX|" + (obx.size() + 1) + "|NM|GLU^Glyukoza^L||" + value + "|mmol/L|||||"
                    + result.charAt(result.length() - 1) + "|||"
                    + (time.isEmpty() ? "" : "20260310" + time.replace(":", "") + "00"));
        }
        return send(site, order, minute, obx);
    }

    private DeliveryOutcome send(Site site, String order, int minute, List<String> obx) {
        String time = "2026031112%02d00".formatted(minute);
        return deliveries.deliver(
                site,
                "MSH|^~\\&|MIS|HOSP|||" + time + "||ORU^R01|1|P|2.5.1\r"
                        + "PID|1||P" + order + "^^^HOSP^MR||Sobirov^Anvar||19700101|M\r"
                        + "OBR|1||" + order + "|GTT^Profil^L|||20260310083000" + "|".repeat(18) + "F\r"
                        + String.join("\r", obx));
    }

    /** Those of an order, as {@code 08:00=5.1 final}, in the site's zone. */
    private static List<String> results(Site site, String order) {
        List<String> results = new ArrayList<>();
        for (JsonNode one : site.search("Observation?_count=500")) {
            if (one.at("/identifier/0/value").asText().startsWith(order + "/")) {
                String time = one.path("effectiveDateTime").asText();
                results.add(time.substring(time.indexOf('T') + 1, time.indexOf('T') + 6) + "="
                        + one.at("/valueQuantity/value").decimalValue().toPlainString() + " "
                        + one.path("status").asText());
            }
        }
        return results;
    }
}
