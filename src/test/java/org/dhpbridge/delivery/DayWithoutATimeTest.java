package org.dhpbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A date without a time does not lose to a time of the same day: as the time of the message (MSH-7), of the event (EVN-2) and of the
 * report (OBR-22), for a record that is one statement and for one whose parts are; and what is not sent is named.
 */
class DayWithoutATimeTest extends OfMappedMessages {

    private int patients;

    @ParameterizedTest(name = "{0}: {1}, {2} then {3}")
    @CsvSource({
        "transaction, MSH-7,  20260310151500, 20260310,       true",
        "transaction, EVN-2,  20260310151500, 20260310,       true",
        "transaction, OBR-22, 20260310151500, 20260310,       true",
        "sequential,  MSH-7,  20260310151500, 20260310,       true",
        "sequential,  EVN-2,  20260310151500, 20260310,       true",
        "sequential,  OBR-22, 20260310151500, 20260310,       true",
        "transaction, OBR-22, 20260310,       20260310,       true",
        "transaction, OBR-22, 20260310,       20260311000100, true",
        "transaction, OBR-22, 20260311000100, 20260310,       false",
        "sequential,  OBR-22, 20260311000100, 20260310,       false",
        "transaction, MSH-7,  20260311000100, 20260310,       false",
        "transaction, OBR-22, 20260310,       20260310151500, false"
    })
    void countsToItsEnd(String mode, String field, String first, String second, boolean secondCounts) {
        Site site = deliveries.site(mode);
        String patient = mode + ++patients;
        deliver(site, patient, field, first, "F", "5.1");
        DeliveryOutcome outcome = deliver(site, patient, field, second, "M", "5.2");

        JsonNode observation = only(site, "Observation", "O-" + patient + "/BIO/GLU");
        JsonNode person = only(site, "Patient", patient);
        assertThat(observation.at("/valueQuantity/value").asText()).isEqualTo(secondCounts ? "5.2" : "5.1");
        assertThat(person.path("gender").asText()).isEqualTo(secondCounts ? "male" : "female");
        assertThat(outcome.superseded()).isEqualTo(!secondCounts);
        assertThat(outcome.placed())
                .filteredOn(one -> one.resourceType().equals("Patient"))
                .flatMap(DeliveryOutcome.Placed::outdated)
                .isEqualTo(secondCounts ? List.of() : List.of("Patient.gender"));
        assertThat(outcome.placed())
                .filteredOn(one -> one.resourceType().equals("Observation"))
                .extracting(DeliveryOutcome.Placed::action)
                .containsExactly(secondCounts ? DeliveryOutcome.Action.UPDATED : DeliveryOutcome.Action.SUPERSEDED);
    }

    private DeliveryOutcome deliver(Site site, String patient, String field, String time, String sex, String value) {
        String message = "MSH|^~\\&|LIS|HOSP|||" + time + "||ORU^R01|1|P|2.5.1\r"
                + (field.equals("EVN-2") ? "EVN|R01|" + time + "\r" : "")
                + "PID|1||" + patient + "^^^HOSP^MR||Sobirov^Anvar||19700101|" + sex + "\r"
                + "OBR|1||O-" + patient + "|BIO^Biokimyo^L|||20260310083000" + "|".repeat(15)
                + (field.equals("OBR-22") ? time : "") + "|||F\r"
                + "OBX|1|NM|GLU^Glyukoza^L||" + value + "|mmol/L|||||F";
        return deliveries.deliver(site, message);
    }

    private static JsonNode only(Site site, String type, String identifier) {
        List<JsonNode> found = site.byIdentifier(type, identifier);
        assertThat(found).as(type).hasSize(1);
        return found.get(0);
    }
}
