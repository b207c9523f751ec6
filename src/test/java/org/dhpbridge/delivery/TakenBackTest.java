package org.dhpbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a message takes back goes on the platform too, and nothing beside it; by the real mapping, on the sandbox. */
class TakenBackTest extends OfMappedMessages {

    private int minute;

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "transaction, W, entered-in-error",
        "sequential,  W, entered-in-error",
        "transaction, D, entered-in-error",
        "transaction, X, cancelled",
        "transaction, W without, entered-in-error"
    })
    void aDocumentThatIsWithdrawnLeavesItsReport(String mode, String status, String report) {
        Site site = deliveries.site(mode);
        String order = "ED-" + mode + status.replace(' ', '-');
        send(site, "ORU^R01", obr(order), document(1, "begona", "F"));
        assertThat(one(site, "DiagnosticReport", order).path("presentedForm")).hasSize(1);

        String withdrawn = document(1, "begona", status.substring(0, 1));
        send(site, "ORU^R01", obr(order), status.length() == 1 ? withdrawn : withdrawn.replace(pdf("begona"), ""));

        JsonNode after = one(site, "DiagnosticReport", order);
        assertThat(after.has("presentedForm")).isFalse();
        assertThat(after.path("status").asText()).isEqualTo(report);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"transaction", "sequential"})
    void anotherDocumentTakesItsPlace(String mode) {
        Site site = deliveries.site(mode);
        String order = "EC-" + mode;
        send(site, "ORU^R01", obr(order), document(1, "eski", "F"));
        send(site, "ORU^R01", obr(order), document(1, "eski", "W"), document(2, "yangi", "C"));

        JsonNode after = one(site, "DiagnosticReport", order);
        assertThat(after.path("presentedForm")).hasSize(1);
        assertThat(after.at("/presentedForm/0/data").asText()).isEqualTo(pdf("yangi"));
        assertThat(after.path("status").asText()).isEqualTo("final");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"transaction", "sequential"})
    void anAllergyIsTakenBackByItsOwnNumberAlone(String mode) {
        Site site = deliveries.site(mode);
        String one = "AL1-" + mode;
        String other = "AL2-" + mode;
        send(site, "ADT^A60", "IAM|1|DA|PEN^Penitsillin^L|SV|shok|A|" + one + "^HOSP||AL");
        send(site, "ADT^A60", "IAM|1|DA|PEN^Penitsillin^L|||D|" + other + "^HOSP||AL");
        send(site, "ADT^A01", "PV1|1|I" + "|".repeat(42) + "20260310080000", "AL1|1|DA|PEN^Penitsillin^L|MI|toshma");

        JsonNode kept = one(site, "AllergyIntolerance", one);
        assertThat(kept.at("/reaction/0/severity").asText()).isEqualTo("severe");
        assertThat(kept.has("verificationStatus")).isFalse();
        assertThat(one(site, "AllergyIntolerance", other)
                        .at("/verificationStatus/coding/0/code")
                        .asText())
                .isEqualTo("entered-in-error");

        send(site, "ADT^A60", "IAM|1|DA|PEN^Penitsillin^L|||D|" + one + "^HOSP||AL");
        assertThat(one(site, "AllergyIntolerance", one)
                        .at("/verificationStatus/coding/0/code")
                        .asText())
                .isEqualTo("entered-in-error");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"transaction", "sequential"})
    void aSecondLotIsAVaccinationOfItsOwn(String mode) {
        Site site = deliveries.site(mode);
        int before = site.search("Immunization?_count=200").size();
        send(site, "VXU^V04", vaccine("LOT-1"));
        send(site, "VXU^V04", vaccine("LOT-2"));
        send(site, "VXU^V04", vaccine("LOT-1"));

        List<JsonNode> all = site.search("Immunization?_count=200");
        assertThat(all).hasSize(before + 2);
        assertThat(all).extracting(one -> one.path("lotNumber").asText()).contains("LOT-1", "LOT-2");
    }

    private static JsonNode one(Site site, String type, String number) {
        String value = type.equals("DiagnosticReport") ? number + "/RTG" : number;
        List<JsonNode> found = site.byIdentifier(type, value);
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static String obr(String order) {
        return "OBR|1||" + order + "^HOSP|RTG^Rentgen^L|||20260310083000" + "|".repeat(18) + "F";
    }

    private static String document(int set, String words, String status) {
        return "OBX|" + set + "|ED|PDF^Xulosa^L||^application^pdf^Base64^" + pdf(words) + "||||||" + status;
    }

    private static String pdf(String words) {
        String text = "%PDF-1.4\n% " + words + "\n%%EOF\n";
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String vaccine(String lot) {
        return "RXA|0|1|20260310||08^Gepatit B^CVX|0.5|mL^^UCUM||||||||" + lot + "|||||CP|A";
    }

    private void send(Site site, String type, String... segments) {
        String time = "20260311%02d%02d00".formatted(9 + minute / 60, minute % 60);
        minute++;
        deliveries.deliver(
                site,
                "MSH|^~\\&|MIS|HOSP|||" + time + "||" + type + "|" + minute + "|P|2.5.1\rEVN||" + time
                        + "\rPID|1||TB-1^^^HOSP^MR||Sobirov^Anvar||19700101|M\r" + String.join("\r", segments));
    }
}
