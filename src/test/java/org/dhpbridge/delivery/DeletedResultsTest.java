package org.dhpbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Results that a later message takes back, or that somebody deleted on the platform, and the report that named them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeletedResultsTest {

    private final MappedDeliveries deliveries = new MappedDeliveries();
    private int number;

    @AfterAll
    void close() {
        deliveries.close();
    }

    /** Each message holds results, as {@code GLU=5.1F}; {@code -GLU}: the result is deleted on the platform. Then what is there, and what the report names. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            GLU=5.1F,URE=4F; GLU=D            | GLU entered-in-error; URE final; report final: GLU URE
            GLU=5.1F,URE=4F; GLU=5.1D,URE=4F  | GLU entered-in-error; URE final; report final: GLU URE
            GLU=5.1F; GLU=D                   | GLU entered-in-error; report final: GLU
            GLU=5.1F,URE=4F; -GLU; GLU=D      | GLU entered-in-error; URE final; report final: GLU URE
            GLU=5.1F,URE=4F; -GLU; GLU=5.2C   | GLU corrected; URE final; report final: GLU URE
            GLU=5.1F; -order; GLU=5.1F        | GLU final; report final: GLU
            GLU=5.1F,URE=4F; -GLU; -URE; GLU=5.1F,URE=4F | GLU final; URE final; report final: GLU URE
            GLU=5.1F,URE=4F; -GLU; GLU=D,URE=4.2C | GLU entered-in-error; URE corrected; report final: GLU URE
            """)
    void theReportStaysDeliverable(String sequence, String expected) {
        for (String mode : MappedDeliveries.MODES) {
            Site site = deliveries.site(mode);
            String order = "D" + ++number;
            int minute = 0;
            for (String step : sequence.split("; ")) {
                if (step.equals("-order")) {
                    site.deleted("ServiceRequest/"
                            + site.byIdentifier("ServiceRequest", order + "/GTT")
                                    .get(0)
                                    .path("id")
                                    .asText());
                } else if (step.startsWith("-")) {
                    site.deleted("Observation/"
                            + observation(site, order, step.substring(1))
                                    .path("id")
                                    .asText());
                } else {
                    deliveries.deliver(site, report(order, ++minute, step.strip()));
                }
            }

            assertThat(end(site, order)).as(mode).isEqualTo(expected.strip());
        }
    }

    private static String report(String order, int minute, String results) {
        StringBuilder obx = new StringBuilder();
        for (String result : results.split(",")) {
            obx.append("OBX|")
                    .append(obx.length() + 1)
                    .append("|NM|")
                    .append(result, 0, 3)
                    .append("^Test^L||")
                    .append(result, 4, result.length() - 1)
                    .append("|mmol/L|||||")
                    .append(result.charAt(result.length() - 1))
                    .append('\r');
        }
        String time = "2026031112%02d00".formatted(minute);
        return "MSH|^~\\&|MIS|HOSP|||" + time + "||ORU^R01|1|P|2.5.1\r"
                + "PID|1||P" + order + "^^^HOSP^MR||Sobirov^Anvar||19700101|M\r"
                + "OBR|1||" + order + "|GTT^Profil^L|||20260310083000" + "|".repeat(18) + "F\r"
                + obx;
    }

    private static JsonNode observation(Site site, String order, String test) {
        return site.search("Observation?_count=500").stream()
                .filter(one -> one.at("/identifier/0/value").asText().equals(order + "/GTT/" + test))
                .findFirst()
                .orElseThrow();
    }

    private static String end(Site site, String order) {
        TreeSet<String> results = new TreeSet<>();
        TreeSet<String> named = new TreeSet<>();
        List<JsonNode> all = site.search("Observation?_count=500");
        JsonNode report = site.byIdentifier("DiagnosticReport", order + "/GTT").get(0);
        for (JsonNode one : all) {
            String value = one.at("/identifier/0/value").asText();
            if (value.startsWith(order + "/")) {
                String test = value.substring(value.lastIndexOf('/') + 1);
                results.add(test + " " + one.path("status").asText());
                report.path("result").forEach(result -> {
                    if (result.path("reference")
                            .asText()
                            .equals("Observation/" + one.path("id").asText())) {
                        named.add(test);
                    }
                });
            }
        }
        return String.join("; ", results) + "; report " + report.path("status").asText() + ": "
                + String.join(" ", named)
                + (named.size() == report.path("result").size() ? "" : " and others");
    }
}
