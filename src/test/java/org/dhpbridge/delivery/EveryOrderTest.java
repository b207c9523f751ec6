package org.dhpbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The same ten messages about a patient end in the same record, whichever comes first, in every mode. */
class EveryOrderTest {

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

    private static final int ORDERS = 6;
    private static final HomeFiles FILES = new HomeFiles(Path.of("target/no-home"));
    private static final ProfilePack PACK = Packs.usual();
    private static final Mappings MAPPINGS = new Mappings(FILES, PACK, Sites.of("urn:test:site"));
    private static final AbsentFiller FILLER = new AbsentFiller(PACK);

    /** PID-3 beside the record number, {@code /}, what stands behind PID-4, {@code /}, an NK1; at nine, ten, eleven o'clock … */
    private static final List<String> SAID = List.of(
            "/|Karimova^Nodira||19900722|F",
            "~AA1000000^^^UZB^PPN^^20200101^20300101/|Karimova^Nodira||||||Eski koʻcha 1^^Toshkent^^^^H||998901111111^PRN^PH",
            "/|Aliyeva^Nodira^^^^^L|||F/NK1|1|Karimov^Aziz|FTH^Father^HL70063||998900000001^PRN^PH",
            "~AA1000000^^^UZB^PPN^^^20310101/|||||||||998902222222^PRN^PH|998903333333^WPN^PH",
            "/|||19900723/NK1|1|Karimov^Aziz|FTH^Father^HL70063||998900000002^PRN^PH",
            "/|||||||Yangi koʻcha 2^^Toshkent^^^^H||998901111111^WPN^PH",
            "/|Karimova^Nodira^^^^^M|||||||||||M/NK1|1|Karimov^Aziz|FTH^Father^HL70063",
            "~BB2000000^^^UZB^PPN/|Aliyeva^Nodira^^^^^L||0000|F|||||998901111111^PRN^PH",
            "~AA1000000^^^UZB^PPN/|||||||||998905555555^ORN^CP|998904444444^WPN^PH",
            "/|||||||Qishloq 5^^Samarqand^^^^C|||||S");

    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    abstract static class InEveryMode {

        private final Hl7Reader reader = new Hl7Reader();
        private final String mode;
        private Site site;

        InEveryMode(String mode) {
            this.mode = mode;
        }

        @BeforeAll
        void open() {
            site = new Site(mode);
        }

        @AfterAll
        void close() {
            site.close();
        }

        @Test
        void everyOrderEndsInTheSameRecord() {
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < SAID.size(); i++) {
                order.add(i);
            }
            Map<String, String> expected = afterwards("P-0", order);
            assertThat(expected.get("birthDate")).contains("1990-07-23");
            assertThat(expected.get("telecom")).contains("998901111111", "998904444444", "998905555555");
            assertThat(expected.get("telecom")).doesNotContain("998902222222", "998903333333");
            assertThat(expected.get("address")).contains("Yangi", "Qishloq").doesNotContain("Eski");
            assertThat(expected.get("RelatedPerson.telecom"))
                    .contains("998900000002")
                    .doesNotContain("998900000001");
            assertThat(expected.get("identifier")).contains("AA1000000").doesNotContain("BB2000000");
            Random random = new Random(20260310);
            Collections.reverse(order);
            for (int i = 1; i <= ORDERS; i++) {
                assertThat(afterwards("P-" + i, order)).as("order %s", order).isEqualTo(expected);
                Collections.shuffle(order, random);
            }
        }

        @Test
        void what_is_not_sent_is_told_by_element() {
            send("P-told", 4);

            DeliveryOutcome older = send("P-told", 0);

            assertThat(older.superseded()).isFalse();
            assertThat(older.placed().get(0).outdated()).containsExactly("Patient.birthDate");
            assertThat(older.notSent().orElseThrow())
                    .contains("Patient.birthDate of Patient/")
                    .doesNotContain("1990");
            assertThat(send("P-told", 0).superseded()).isTrue();
        }

        private Map<String, String> afterwards(String number, List<Integer> order) {
            for (int one : order) {
                send(number, one);
            }
            List<JsonNode> patients = site.byIdentifier("Patient", number);
            assertThat(patients).hasSize(1);
            String id = patients.get(0).path("id").asText();
            List<JsonNode> relatives = site.search("RelatedPerson?patient=Patient/" + id);
            assertThat(relatives).hasSize(1);
            Map<String, String> state = new TreeMap<>();
            for (JsonNode resource : List.of(patients.get(0), relatives.get(0))) {
                String prefix = resource.path("resourceType").asText().replaceFirst("^Patient$", "") + ".";
                for (Map.Entry<String, JsonNode> element : resource.properties()) {
                    if (!List.of("id", "meta").contains(element.getKey())) {
                        List<String> values = new ArrayList<>();
                        (element.getValue().isArray() ? element.getValue() : List.of(element.getValue()))
                                .forEach(value -> values.add(value.toString()));
                        Collections.sort(values);
                        state.put(
                                (prefix + element.getKey()).replaceFirst("^\\.", ""),
                                values.toString()
                                        .replace(number, "P-n")
                                        .replace(serial(number), "00000")
                                        .replace(id, "p"));
                    }
                }
            }
            state.remove("RelatedPerson.identifier");
            return state;
        }

        /** Nobody else's. */
        private static String passport(String repetition, String number) {
            return repetition.replaceFirst("00000", serial(number));
        }

        private static String serial(String number) {
            return String.format("%05d", number.hashCode() & 0xFFFF);
        }

        private DeliveryOutcome send(String number, int said) {
            String time = "20260310%02d0000".formatted(9 + said);
            String[] parts = SAID.get(said).split("/", 3);
            String message = "MSH|^~\\&|MIS|HOSP|||" + time + "||ADT^A31|" + said + "|P|2.5.1\rEVN|A31|" + time
                    + "\rPID|1||" + number + "^^^HOSP^MR" + passport(parts[0], number) + "|" + parts[1]
                    + (parts.length > 2 ? "\r" + parts[2] : "");
            Mapped mapped = MAPPINGS.map(reader.read(message.getBytes(StandardCharsets.UTF_8), null), null);
            assertThat(mapped.issues()).noneMatch(issue -> issue.isError());
            mapped.resources().forEach(FILLER::fill);
            return site.delivery.deliver(
                    new DeliveryRequest(mapped.eventTime(), mapped.resources(), mapped.takenBack(), mapped.ids()));
        }
    }
}
