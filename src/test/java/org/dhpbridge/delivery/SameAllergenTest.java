package org.dhpbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.dhpbridge.conformance.Issue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** AL1 has no number, IAM may have one: entries of one allergen are told to a person, and never made one. By the real mapping, on the sandbox. */
class SameAllergenTest extends OfMappedMessages {

    /** Messages, each AL1 or IAM with the number behind it; how many records, and the number of warnings of each message. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            AL1; IAM 1          | 2 | 0 1
            IAM 1; AL1          | 2 | 0 1
            IAM 1; AL1; AL1     | 2 | 0 1 0
            IAM 1; IAM 2        | 2 | 0 0
            AL1; IAM            | 1 | 0 0
            IAM 1; IAM 1        | 1 | 0 0
            """)
    void theyAreTold(String sequence, int records, String warnings) {
        for (String mode : MappedDeliveries.MODES) {
            Site site = deliveries.site(mode);
            String patient = unique("SA");
            List<String> told = new ArrayList<>();
            int hour = 8;
            for (String message : sequence.split("; ")) {
                DeliveryRequest request = deliveries.request(message(patient, ++hour, message));
                List<Issue> planned = site.delivery.preview(request).doubts();
                List<Issue> doubts = site.delivery.deliver(request).doubts();
                assertThat(doubts).allMatch(one -> one.code().equals("same-allergen"));
                assertThat(planned).isEqualTo(doubts);
                told.add(String.valueOf(doubts.size()));
            }

            String reference = "Patient/"
                    + site.byIdentifier("Patient", patient).get(0).path("id").asText();
            assertThat(site.search("AllergyIntolerance?_count=500").stream()
                            .filter(one -> one.at("/patient/reference").asText().equals(reference)))
                    .as(mode)
                    .hasSize(records);
            assertThat(String.join(" ", told)).as(mode).isEqualTo(warnings);
        }
    }

    private static String message(String patient, int hour, String said) {
        String time = "20260310%02d0000".formatted(hour);
        List<String> segments = new ArrayList<>();
        for (String one : said.split(" \\+ ")) {
            segments.add(
                    one.equals("AL1")
                            ? "AL1|1|DA|PEN^Penitsillin^L"
                            : "IAM|1|DA|PEN^Penitsillin^L|||A|" + (one.length() > 3 ? patient + one.substring(4) : ""));
        }
        String event = said.startsWith("IAM") ? "A60" : "A28";
        return "MSH|^~\\&|MIS|HOSP|||" + time + "||ADT^" + event + "|1|P|2.8\rEVN||" + time + "\rPID|1||" + patient
                + "^^^HOSP^MR||Sobirov^Anvar||19700101|M\r"
                + (event.equals("A28") ? "PV1|1|N\r" : "") + String.join("\r", segments);
    }
}
