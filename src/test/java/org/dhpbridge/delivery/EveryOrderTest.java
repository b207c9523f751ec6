package org.dhpbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import org.dhpbridge.mapping.SiteSettings;
import org.dhpbridge.profile.ProfilePack;
import org.dhpbridge.source.hl7.Hl7Reader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The same ten messages about a patient end in the same record, whichever comes first. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryOrderTest {

    private static final int ORDERS = 25;
    private static final HomeFiles FILES = new HomeFiles(Path.of("target/no-home"));
    private static final ProfilePack PACK = ProfilePack.load(FILES, "uz-core-0.7.0");

    /** What stands behind PID-4, from several sources, at nine, ten, eleven o'clock … */
    private static final List<String> SAID = List.of(
            "|Karimova^Nodira||19900722|F",
            "|Karimova^Nodira||||||Eski koʻcha 1^^Toshkent^^^^H||998901111111^PRN^PH",
            "|Aliyeva^Nodira^^^^^L|||F",
            "||||||||998902222222^PRN^PH|998903333333^WPN^PH",
            "|||19900723",
            "|||||||Yangi koʻcha 2^^Toshkent^^^^H",
            "|Karimova^Nodira^^^^^M||||||||||M",
            "|Aliyeva^Nodira^^^^^L||0000|F||||998901111111^PRN^PH",
            "||||||||998905555555^ORN^CP|998904444444^WPN^PH",
            "|||||||Qishloq 5^^Samarqand^^^^C||||||S");

    private final Mappings mappings = new Mappings(FILES, PACK, SiteSettings.of("urn:test:site"));
    private final AbsentFiller filler = new AbsentFiller(PACK);
    private final Hl7Reader reader = new Hl7Reader();
    private Site site;

    @BeforeAll
    void open() {
        site = new Site();
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
        Random random = new Random(20260310);
        for (int i = 1; i <= ORDERS; i++) {
            Collections.shuffle(order, random);
            assertThat(afterwards("P-" + i, order)).as("order %s", order).isEqualTo(expected);
        }
    }

    private Map<String, String> afterwards(String number, List<Integer> order) {
        for (int one : order) {
            send(number, one);
        }
        List<JsonNode> found = site.byIdentifier("Patient", number);
        assertThat(found).hasSize(1);
        Map<String, String> state = new TreeMap<>();
        for (Map.Entry<String, JsonNode> element : found.get(0).properties()) {
            if (!List.of("id", "meta", "identifier").contains(element.getKey())) {
                List<String> values = new ArrayList<>();
                (element.getValue().isArray() ? element.getValue() : List.of(element.getValue()))
                        .forEach(value -> values.add(value.toString()));
                Collections.sort(values);
                state.put(element.getKey(), values.toString());
            }
        }
        return state;
    }

    private void send(String number, int said) {
        String time = "20260310%02d0000".formatted(9 + said);
        String message = "MSH|^~\\&|MIS|HOSP|||" + time + "||ADT^A31|" + said + "|P|2.5.1\rEVN|A31|" + time + "\rPID|1||"
                + number + "^^^HOSP^MR|" + SAID.get(said);
        Mapped mapped = mappings.map(reader.read(message.getBytes(StandardCharsets.UTF_8), null), null);
        assertThat(mapped.issues()).noneMatch(issue -> issue.isError());
        for (ObjectNode resource : mapped.resources()) {
            filler.fill(resource);
        }
        site.delivery.deliver(new DeliveryRequest(said, mapped.eventTime(), mapped.resources(), mapped.takenBack()));
    }
}
