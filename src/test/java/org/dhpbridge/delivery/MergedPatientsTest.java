package org.dhpbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Patients who are merged, and merged back, by the real mapping, on the sandbox over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MergedPatientsTest {

    private static final HomeFiles FILES = new HomeFiles(Path.of("target/no-home"));
    private static final ProfilePack PACK = Packs.usual();

    private final Mappings mappings = new Mappings(FILES, PACK, Sites.of("urn:test:site"));
    private final AbsentFiller filler = new AbsentFiller(PACK);
    private final Hl7Reader reader = new Hl7Reader();
    private Site site;
    private int minute;

    @BeforeAll
    void open() {
        site = new Site();
    }

    @AfterAll
    void close() {
        site.close();
    }

    @Test
    void aMergeThatIsUndoneLeavesTheOtherOneActive() {
        adt("A28", "A1", null);
        adt("A28", "B1", null);
        adt("A40", "A1", "B1");
        assertReplaced("B1", "A1");

        result("B1", "O-1", "F");
        assertThat(subject("O-1")).isEqualTo(reference("A1"));

        adt("A40", "B1", "A1");
        adt("A08", "B1", null);
        assertReplaced("A1", "B1");
        assertActive("B1");
        assertThat(subject("O-1")).isEqualTo(reference("A1"));

        result("B1", "O-1", "C");
        assertThat(subject("O-1")).isEqualTo(reference("B1"));
    }

    @Test
    void aCircleEndsWithOneActiveRecord() {
        for (String number : List.of("A2", "B2", "C2")) {
            adt("A28", number, null);
        }
        adt("A40", "B2", "A2");
        adt("A40", "C2", "B2");
        adt("A40", "A2", "C2");

        assertActive("A2");
        assertReplaced("C2", "A2");
        assertThat(patient("B2").path("active").asBoolean(true)).isFalse();
    }

    @Test
    void whatIsMergedIntoAReplacedRecordGoesToTheOneThatReplacedIt() {
        for (String number : List.of("A3", "B3", "C3")) {
            adt("A28", number, null);
        }
        adt("A40", "A3", "B3");
        adt("A40", "B3", "C3");

        assertActive("A3");
        assertReplaced("B3", "A3");
        assertReplaced("C3", "B3");
        result("C3", "O-3", "F");
        assertThat(subject("O-3")).isEqualTo(reference("A3"));
    }

    @Test
    void twoNumbersOfOneRecordAreNotMerged() {
        adt("A28", "32005800040046^^^^NI~A4", null);
        adt("A28", "32005800040046^^^^NI~B4", null);
        adt("A40", "32005800040046^^^^NI~A4", "B4");

        assertThat(reference("A4")).isEqualTo(reference("B4"));
        assertActive("A4");
    }

    @Test
    void aMessageThatNamesBothNumbersGoesToTheOneThatIsUsed() {
        adt("A28", "A5", null);
        adt("A28", "B5", null);
        adt("A40", "A5", "B5");

        result("B5^^^HOSP^MR~A5", "O-5", "F");
        adt("A08", "A5^^^HOSP^MR~B5", null);

        assertThat(subject("O-5")).isEqualTo(reference("A5"));
        assertActive("A5");
        assertThat(site.byIdentifier("Patient", "B5"))
                .as("the record that was replaced, and the one that has both numbers now")
                .hasSize(2)
                .filteredOn(one -> one.path("active").asBoolean(true))
                .singleElement()
                .satisfies(one -> assertThat(one.path("id").asText())
                        .isEqualTo(patient("A5").path("id").asText()));
    }

    @Test
    void aMessageThatNamesSomebodyAndOneWhoWasMergedIntoAnotherIsRefused() {
        for (String number : List.of("A10", "B10", "C10")) {
            adt("A28", number, null);
        }
        adt("A40", "C10", "B10");

        assertThatThrownBy(() -> adt("A08", "A10^^^HOSP^MR~B10", null))
                .isInstanceOf(MessageFailure.class)
                .hasMessageContaining("several resources");
        adt("A40", "A10", "C10");
        result("B10^^^HOSP^MR~A10", "O-10", "F");
        assertThat(subject("O-10")).isEqualTo(reference("A10"));
    }

    @Test
    void oneOfTwoNumbersWhoseRecordIsGoneIsNoSecondPerson() {
        adt("A28", "A11", null);
        adt("A28", "B11", null);
        site.deleted(reference("B11"));

        result("A11^^^HOSP^MR~B11", "O-11", "F");

        assertThat(subject("O-11")).isEqualTo(reference("A11"));
    }

    @Test
    void whatIsAboutOneWhoseSurvivorIsGoneGoesToHisOwnRecord() {
        adt("A28", "A12", null);
        adt("A28", "B12", null);
        adt("A40", "A12", "B12");
        site.deleted(reference("A12"));

        result("B12", "O-12", "F");

        assertThat(subject("O-12")).isEqualTo(reference("B12"));
    }

    @Test
    void aFinalResultWinsOverAPreliminaryOneWhateverTheirTimes() {
        adt("A28", "A6", null);
        result("A6", "O-6", "P");
        minute -= 5;
        result("A6", "O-6", "F");
        assertThat(observation("O-6").path("status").asText()).isEqualTo("final");
        minute += 10;
        result("A6", "O-6", "P");
        assertThat(observation("O-6").path("status").asText()).isEqualTo("final");
    }

    @Test
    void aMergeThatComesLateIsMadeThoughTheReplacedNumberWasSpokenOfSince() {
        adt("A28", "A7", null);
        adt("A28", "B7", null);
        minute += 10;
        result("B7", "O-7", "F");
        adt("A08", "A7", null);
        minute -= 8;
        adt("A40", "A7", "B7");

        assertReplaced("B7", "A7");
        assertActive("A7");
        minute += 10;
        result("B7", "O-8", "F");
        assertThat(subject("O-8")).isEqualTo(reference("A7"));
    }

    @Test
    void aMergeThatComesAfterItsUndoingIsNotMade() {
        adt("A28", "A8", null);
        adt("A28", "B8", null);
        minute += 10;
        adt("A40", "B8", "A8");
        minute -= 8;
        adt("A40", "A8", "B8");

        assertReplaced("A8", "B8");
        assertActive("B8");
    }

    @Test
    void anotherPersonUnderTheSameLocalNumberIsRefused() {
        person("32005800040053^^^^NI~A9", "Aliyev^Vali", "19800520");
        assertThatThrownBy(() -> person("32005800040060^^^^NI~A9", "Karimova^Lola", "19800520"))
                .isInstanceOf(MessageFailure.class)
                .hasMessageContaining("two people");
        person("32005800040060^^^^NI~A9", "Aliyev^Vali", "19800520");
        assertThat(patient("A9").path("identifier"))
                .as("a number that was corrected, of one who has the same name and birth date")
                .anyMatch(identifier -> identifier.path("value").asText().equals("32005800040060"));
    }

    private void person(String numbers, String name, String birth) {
        send("A28", "ADT^A28", "PID|1||" + numbers + "^^^HOSP^MR||" + name + "||" + birth + "|M");
    }

    private void adt(String event, String number, String old) {
        send(
                event,
                "ADT^" + event,
                "PID|1||" + number + "^^^HOSP^MR||Sobirov^Anvar||19700101|M",
                old == null ? "" : "MRG|" + old + "^^^HOSP^MR");
    }

    private void result(String number, String order, String status) {
        send(
                "R01",
                "ORU^R01",
                "PID|1||" + number + "^^^HOSP^MR||Sobirov^Anvar||19700101|M",
                "OBR|1||" + order + "|BIO^Biokimyo^L|||20260310083000||||||||||||||||||" + status,
                "OBX|1|NM|GLU^Glyukoza^L||5.4|mmol/L|||||" + status);
    }

    private void send(String event, String type, String... segments) {
        String time = "20260310" + "%02d%02d00".formatted(9 + minute / 60, minute++ % 60);
        String message = "MSH|^~\\&|MIS|HOSP|||" + time + "||" + type + "|" + minute + "|P|2.5.1\rEVN|" + event + "|"
                + time + "\r" + String.join("\r", segments);
        Mapped mapped = mappings.map(reader.read(message.strip().getBytes(StandardCharsets.UTF_8), null), null);
        assertThat(mapped.issues()).noneMatch(issue -> issue.isError());
        for (ObjectNode resource : mapped.resources()) {
            filler.fill(resource);
        }
        site.delivery.deliver(
                new DeliveryRequest(mapped.eventTime(), mapped.resources(), mapped.takenBack(), mapped.ids()));
    }

    private void assertActive(String number) {
        JsonNode patient = patient(number);
        assertThat(patient.path("active").asBoolean(true)).as(number).isTrue();
        assertThat(patient.path("link")).as(number).isEmpty();
    }

    private void assertReplaced(String number, String by) {
        JsonNode patient = patient(number);
        assertThat(patient.path("active").asBoolean(true)).as(number).isFalse();
        assertThat(patient.path("link")).as(number).hasSize(1);
        assertThat(patient.at("/link/0/other/reference").asText()).as(number).endsWith(reference(by));
    }

    private String reference(String number) {
        return "Patient/" + patient(number).path("id").asText();
    }

    private JsonNode patient(String number) {
        List<JsonNode> found = site.byIdentifier("Patient", number);
        assertThat(found).as(number).hasSize(1);
        return found.get(0);
    }

    private JsonNode observation(String order) {
        List<JsonNode> found = site.byIdentifier("Observation", order + "/BIO/GLU");
        assertThat(found).as(order).hasSize(1);
        return found.get(0);
    }

    private String subject(String order) {
        return observation(order).at("/subject/reference").asText();
    }
}
