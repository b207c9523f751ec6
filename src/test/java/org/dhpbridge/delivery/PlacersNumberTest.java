package org.dhpbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An order that the ordering system announces by its own number, and that the laboratory numbers then, is one order. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlacersNumberTest {

    private final MappedDeliveries deliveries = new MappedDeliveries();
    private int number;

    @AfterAll
    void close() {
        deliveries.close();
    }

    /**
     * Each message: an order ({@code NW}, {@code CA}) or a report (its state), the placer's and the filler's number ({@code -} for none) and perhaps
     * another patient; of a report the result. Then the orders, reports and results that are there, by state.
     */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            NW P -; F P F 5                  | request completed; report final; 5 final
            NW P -; P P F 4; F P F 5         | request completed; report final; 5 final
            NW P -; P P - 4; F P F 5         | request completed; report final; 5 final
            P P - 4; F P F 5                 | request completed; report final; 5 final
            P P - 4; F P F 5; C P F 6        | request completed; report corrected; 6 corrected
            P P - 4; F P F 5; C - F 6        | request completed; report corrected; 6 corrected
            F P F 5; CA P -                  | request revoked; report final; 5 final
            NW P -; NW P F; CA P -           | request revoked
            P P - 4; F P F 5; F P G 7        | request completed; request completed; report final; report final; 5 final; 7 final
            F P F 5; F P G 7                 | request completed; request completed; report final; report final; 5 final; 7 final
            F - F 5; NW P -                  | request active; request completed; report final; 5 final
            NW P -; F P F 5 other            | request active; request completed; report final; 5 final
            """)
    void isOneOrder(String sequence, String expected) {
        for (String mode : MappedDeliveries.MODES) {
            Site site = deliveries.site(mode);
            String order = "N" + ++number;
            int minute = 0;
            for (String message : sequence.split("; ")) {
                deliveries.deliver(
                        site, message(order, ++minute, message.strip().split(" ")));
            }

            assertThat(there(site, order)).as(mode).isEqualTo(expected.strip());
        }
    }

    private static String message(String order, int minute, String[] said) {
        boolean isOrder = said[0].length() == 2;
        String placer = said[1].equals("-") ? "" : order + said[1] + "^MIS";
        String filler = said[2].equals("-") ? "" : order + said[2] + "^LAB";
        String patient = said.length > 4 ? said[4] : "P";
        String head = "MSH|^~\\&|X|" + (isOrder ? "MIS" : "LAB") + "|||" + "2026031112%02d00".formatted(minute) + "||"
                + (isOrder ? "ORM^O01" : "ORU^R01") + "|1|P|2.5.1\r"
                + "PID|1||" + patient + order + "^^^HOSP^MR||Sobirov^Anvar||19700101|M\r";
        return isOrder
                ? head + "ORC|" + said[0] + "|" + placer + "|" + filler + "\rOBR|1|" + placer + "|" + filler
                        + "|BIO^Profil^L\r"
                : head + "OBR|1|" + placer + "|" + filler + "|BIO^Profil^L|||20260311083000" + "|".repeat(18) + said[0]
                        + "\rOBX|1|NM|GLU^Glyukoza^L||" + said[3] + "|mmol/L|||||" + said[0] + "\r";
    }

    private static String there(Site site, String order) {
        List<String> there = new ArrayList<>();
        of(site, "ServiceRequest", order)
                .forEach(one -> there.add("request " + one.path("status").asText()));
        of(site, "DiagnosticReport", order)
                .forEach(one -> there.add("report " + one.path("status").asText()));
        of(site, "Observation", order)
                .forEach(one -> there.add(one.at("/valueQuantity/value").asText() + " "
                        + one.path("status").asText()));
        return String.join("; ", there);
    }

    private static List<JsonNode> of(Site site, String type, String order) {
        TreeSet<JsonNode> found = new TreeSet<>(java.util.Comparator.comparing(
                (JsonNode one) -> one.path("status").asText()
                        + one.at("/valueQuantity/value").asText()
                        + one.path("id").asText()));
        site.search(type + "?_count=500").stream()
                .filter(one -> one.at("/identifier/0/value").asText().startsWith(order + "P/")
                        || one.at("/identifier/0/value").asText().startsWith(order + "F/")
                        || one.at("/identifier/0/value").asText().startsWith(order + "G/"))
                .forEach(found::add);
        return List.copyOf(found);
    }
}
