package org.dhpbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Records without a number of their own (allergy, diagnosis, visit, order and its results) by the real mapping, on the sandbox:
 * the same patient, by whichever number a message names first, has each once; two patients never share one.
 */
class UnnumberedRecordsTest extends OfMappedMessages {

    private static final List<String> TYPES =
            List.of("AllergyIntolerance", "Condition", "Encounter", "ServiceRequest", "Observation", "RelatedPerson");

    private static final String ORDER = "OBR|1|||BIO^Biokimyo^L|||20260310083000" + "|".repeat(18) + "F";

    private int minute;

    /**
     * Each message of a sequence is a letter and numbers: R is about results and history, A only about who the patient is,
     * M merges the second number into the first. N is a national number, H and K are numbers of hospitals.
     */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            textBlock =
                    """
            transaction, R H; R N H,                 1
            sequential,  R H; R N H,                 1
            transaction, R N H; R H N; R K H; R K,   1
            sequential,  R N H; R H N; R K H; R K,   1
            transaction, R H; A H N; R N,            1
            sequential,  R H; A H N; R N,            1
            transaction, A H; A K; M H K; R K; R H,  1
            sequential,  A H; A K; M H K; R K; R H,  1
            transaction, A H; A K; M H K; R H; R K,  1
            transaction, R H; R K,                   2
            sequential,  R H; R K,                   2
            """)
    void areOneForEachPatient(String mode, String sequence, int each) {
        Site site = deliveries.site(mode);
        Map<String, Integer> before = counts(site);
        String person = "%07d".formatted(++minute * 100 + (mode.equals("sequential") ? 1 : 0));
        for (String message : sequence.split("; ")) {
            String[] parts = message.split(" ");
            List<String> numbers = new ArrayList<>();
            for (int i = 1; i < parts.length; i++) {
                numbers.add(number(parts[i], person));
            }
            send(site, parts[0], numbers);
        }

        Map<String, Integer> added = new TreeMap<>();
        counts(site).forEach((type, count) -> added.put(type, count - before.get(type)));
        assertThat(added).allSatisfy((type, count) -> assertThat(count).as(type).isEqualTo(each));
    }

    /** A message that comes late is older, by whichever number it names the patient first. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"transaction", "sequential"})
    void whatIsNewerIsNewerUnderEachNumber(String mode) {
        Site site = deliveries.site(mode);
        String person = "%07d".formatted(++minute * 100 + (mode.equals("sequential") ? 1 : 0));
        String hospital = number("H", person);
        String national = number("N", person);
        result(site, List.of(hospital), 10, "5.1");
        result(site, List.of(national, hospital), 30, "5.3");
        result(site, List.of(hospital, national), 20, "5.2");
        result(site, List.of(national, hospital), 10, "5.0");

        assertThat(all(site, "Observation"))
                .filteredOn(one -> one.at("/code/text").asText().equals("Glyukoza " + mode))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.at("/valueQuantity/value").decimalValue()).isEqualByComparingTo("5.3");
                    assertThat(one.path("identifier"))
                            .as("it keeps the number that it got first")
                            .hasSize(1);
                });
    }

    private static String number(String kind, String person) {
        return kind.equals("N") ? "PP" + person + "^^^^PPN" : kind + person + "^^^" + kind + "^MR";
    }

    private void send(Site site, String kind, List<String> numbers) {
        String pid = "PID|1||" + String.join("~", kind.equals("M") ? numbers.subList(0, 1) : numbers)
                + "||Sobirov^Anvar||19700101|M";
        switch (kind) {
            case "A" -> deliver(site, "ADT^A28", 0, pid, "PV1|1|N");
            case "M" -> deliver(site, "ADT^A40", 0, pid, "MRG|" + numbers.get(1));
            default -> {
                deliver(
                        site,
                        "ADT^A01",
                        0,
                        pid,
                        "NK1|1|Sobirova^Zilola|MTH",
                        "PV1|1|I" + "|".repeat(42) + "20260310080000",
                        "AL1|1|DA|PEN^Penitsillin",
                        "DG1|1||J18.9^Zotiljam^I10");
                deliver(site, "ORU^R01", 0, pid, ORDER, "OBX|1|NM|GLU^Glyukoza^L||5.4|mmol/L|||||F");
            }
        }
    }

    private void result(Site site, List<String> numbers, int at, String value) {
        String mode = deliveries.site("transaction") == site ? "transaction" : "sequential";
        deliver(
                site,
                "ORU^R01",
                at,
                "PID|1||" + String.join("~", numbers) + "||Sobirov^Anvar||19700101|M",
                ORDER,
                "OBX|1|NM|GLU2^Glyukoza " + mode + "^L||" + value + "|mmol/L|||||F");
    }

    private void deliver(Site site, String type, int at, String... segments) {
        String time = "20260311%02d%02d00".formatted(9 + minute / 60 + at / 60, (minute + at) % 60);
        String message = "MSH|^~\\&|MIS|HOSP|||" + time + "||" + type + "|1|P|2.5.1\rEVN||" + time + "\r"
                + String.join("\r", segments);
        deliveries.deliver(site, message);
    }

    private static Map<String, Integer> counts(Site site) {
        Map<String, Integer> counts = new TreeMap<>();
        TYPES.forEach(type -> counts.put(type, all(site, type).size()));
        return counts;
    }

    private static List<JsonNode> all(Site site, String type) {
        return site.search(type + "?_count=200");
    }
}
