package org.dhpbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dhpbridge.absent.AbsentFiller;
import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.mapping.Mapped;
import org.dhpbridge.mapping.Mappings;
import org.dhpbridge.mapping.Sites;
import org.dhpbridge.profile.Packs;
import org.dhpbridge.profile.ProfilePack;
import org.dhpbridge.source.hl7.Hl7Reader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Merges, and what is said of the merged, end in the same records in each order in which they come, in every mode. */
class EveryOrderOfMergesTest {

    @Nested
    class AsTransaction extends InEveryMode {
        AsTransaction() {
            super("dhp.delivery.mode=transaction");
        }
    }

    @Nested
    class OneByOne extends InEveryMode {
        OneByOne() {
            super("dhp.delivery.mode=sequential");
        }
    }

    private static final HomeFiles FILES = new HomeFiles(Path.of("target/no-home"));
    private static final ProfilePack PACK = Packs.usual();
    private static final Mappings MAPPINGS = new Mappings(FILES, PACK, Sites.of("urn:test:site"));
    private static final AbsentFiller FILLER = new AbsentFiller(PACK);

    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    abstract static class InEveryMode {

        private final Hl7Reader reader = new Hl7Reader();
        private final String mode;
        private Site site;
        private int serial;

        InEveryMode(String mode) {
            this.mode = mode;
        }

        @BeforeAll
        void open() {
            site = Site.direct(mode);
        }

        @AfterAll
        void close() {
            site.close();
        }

        /**
         * Messages at nine, ten, eleven o'clock …: {@code A>B} merges A into B, {@code A:5} tells a phone of A, {@code A.} a result.
         * At the end whom each patient is replaced by ({@code -}: he is used), and his phone.
         */
        @ParameterizedTest(name = "{0}")
        @CsvSource(
                delimiter = '|',
                textBlock =
                        """
                        a chain from its end            | B>A C>B             | A- B>A C>B
                        a chain from its start          | C>B B>A             | A- B>A C>B
                        a long chain                    | D>C C>B B>A         | A- B>A C>B D>C
                        two into one                    | B>A C>A B:1         | A- B>A1 C>A
                        a merge and another one         | B>A B>C             | A- B>C C-
                        undone                          | B>A A>B             | A>B B-
                        undone and made again           | B>A A>B B>A         | A- B>A
                        undone, and merged otherwise    | B>A A>B B>C         | A>B B>C C-
                        undone, and the other moves on  | B>A A>B A>C         | A>C B- C-
                        a circle                        | A>B B>C C>A         | A- B>C C>A
                        a circle of four                | A>B B>C C>D D>A     | A- B>C C>D D>A
                        a circle and what comes behind  | A>B B>C C>A A>D     | A>D B>C C>A D-
                        told before and after           | B:1 B>A B:2 A:3     | A-3 B>A2
                        told after it is undone         | B:1 B>A A>B B:2     | A>B B-2
                        told of all in a chain          | C>B B>A C:2 B:3     | A- B>A3 C>B2
                        results of the replaced         | B. B>A A.           | A- B>A
                        a chain and results             | C. C>B B. B>A       | A- B>A C>B
                        """)
        void everyOrderEndsAlike(String what, String messages, String expected) {
            String[] told = messages.split(" ");
            for (List<Integer> order : orders(told.length)) {
                String prefix = "M" + ++serial;
                order.forEach(one -> send(prefix, told[one], one));

                assertThat(state(prefix, messages)).as("order %s", order).isEqualTo(expected);
                assertThat(survivorsOfResults(prefix, messages))
                        .as("results, order %s", order)
                        .allMatch(survivor ->
                                survivor.equals(record(prefix + "A").path("id").asText()));
            }
        }

        private String state(String prefix, String messages) {
            Map<String, String> names = new TreeMap<>();
            for (String number : messages.replaceAll("[^A-Z]", "").split("")) {
                names.put("Patient/" + record(prefix + number).path("id").asText(), number);
            }
            Map<String, String> states = new TreeMap<>();
            for (String number : names.values()) {
                JsonNode patient = record(prefix + number);
                String by = names.get(patient.at("/link/0/other/reference").asText());
                assertThat(patient.path("active").asBoolean(true)).isEqualTo(by == null);
                assertThat(patient.path("link").size()).isLessThan(2);
                String phone = patient.at("/telecom/0/value").asText();
                states.put(number, number + (by == null ? "-" : ">" + by) + phone.replaceFirst("^99890000000", ""));
            }
            return String.join(" ", states.values());
        }

        private List<String> survivorsOfResults(String prefix, String messages) {
            List<String> survivors = new ArrayList<>();
            for (String message : messages.split(" ")) {
                if (message.endsWith(".")) {
                    String order = prefix + message.charAt(0) + "-O/BIO/GLU";
                    List<JsonNode> results = site.byIdentifier("Observation", order);
                    assertThat(results).as(order).hasSize(1);
                    JsonNode patient =
                            site.read(results.get(0).at("/subject/reference").asText());
                    while (patient.has("link")) {
                        patient =
                                site.read(patient.at("/link/0/other/reference").asText());
                    }
                    survivors.add(patient.path("id").asText());
                }
            }
            return survivors;
        }

        private JsonNode record(String number) {
            List<JsonNode> found = site.byIdentifier("Patient", number);
            assertThat(found).as(number).hasSize(1);
            return found.get(0);
        }

        private void send(String prefix, String told, int hour) {
            String number = prefix + told.charAt(0);
            String other = prefix + told.charAt(told.length() - 1);
            switch (told.charAt(1)) {
                case '>' -> deliver(hour, "ADT^A40", pid(other, ""), "MRG|" + number + "^^^HOSP^MR");
                case ':' -> deliver(hour, "ADT^A08", pid(number, "99890000000" + told.charAt(2) + "^PRN^PH"));
                default ->
                    deliver(
                            hour,
                            "ORU^R01",
                            pid(number, ""),
                            "OBR|1||" + number + "-O|BIO^Biokimyo^L|||20260310083000||||||||||||||||||F",
                            "OBX|1|NM|GLU^Glyukoza^L||5.4|mmol/L|||||F");
            }
        }

        private static String pid(String number, String phone) {
            return "PID|1||" + number + "^^^HOSP^MR||Sobirov^Anvar||19700101|M|||||" + phone;
        }

        private void deliver(int hour, String type, String... segments) {
            String time = "20260310%02d0000".formatted(9 + hour);
            String message = "MSH|^~\\&|MIS|HOSP|||" + time + "||" + type + "|" + hour + "|P|2.5.1\r"
                    + (type.startsWith("ADT") ? "EVN|" + type.substring(4) + "|" + time + "\r" : "")
                    + String.join("\r", segments);
            Mapped mapped = MAPPINGS.map(reader.read(message.getBytes(StandardCharsets.UTF_8), null), null);
            assertThat(mapped.issues()).noneMatch(issue -> issue.isError());
            mapped.resources().forEach(FILLER::fill);
            site.delivery.deliver(
                    new DeliveryRequest(mapped.eventTime(), mapped.resources(), mapped.takenBack(), mapped.ids()));
        }
    }

    private static List<List<Integer>> orders(int length) {
        List<List<Integer>> orders = List.of(List.of());
        for (int next = 0; next < length; next++) {
            List<List<Integer>> longer = new ArrayList<>();
            for (List<Integer> order : orders) {
                for (int at = 0; at <= order.size(); at++) {
                    List<Integer> one = new ArrayList<>(order);
                    one.add(at, next);
                    longer.add(one);
                }
            }
            orders = longer;
        }
        return orders;
    }
}
