package org.dhpbridge.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.dhpbridge.delivery.DeliveryOutcome;
import org.dhpbridge.delivery.DeliveryOutcome.Action;
import org.dhpbridge.delivery.DeliveryOutcome.Placed;
import org.dhpbridge.ledger.LinkChanges;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bridge's own sentences are said in the language of who reads them, and nothing else is touched. */
class BridgeSentenceTest {

    @ParameterizedTest
    @EnumSource
    void everySentenceHasItsText(BridgeSentence sentence) {
        for (Language language : Language.values()) {
            assertThat(Words.in(language)).containsKey(sentence.key());
        }
    }

    @Test
    void aPlaceAndAStatusStayWhatTheyAre() {
        assertThat(BridgeSentence.in(Texts.in(Language.RU), "https://dhp.uz/fhir answered 503."))
                .hasValue("https://dhp.uz/fhir отвечает 503.");
        assertThat(BridgeSentence.in(
                        Texts.in(Language.UZ),
                        "https://dhp.uz/fhir answered 503. It asked for a wait of 31536000 s (Retry-After); it is tried"
                                + " again after 3600 s."))
                .get()
                .asString()
                .contains("31536000 soniya", "3600 soniyadan");
        assertThat(BridgeSentence.in(
                        Texts.in(Language.UZ),
                        "bridge-1 stopped, or was cut off from the ledger, while it" + " worked on this message."))
                .get()
                .asString()
                .startsWith("bridge-1 shu xabar ustida");
    }

    @Test
    void whatWasNotSentIsNamedAsTheDeliveryNamesIt() {
        Placed placed = new Placed("Patient", "a", "7", "1", Action.UPDATED, List.of("Patient.birthDate"));
        String sentence = new DeliveryOutcome(false, List.of(placed), LinkChanges.NONE, null, List.of())
                .notSent()
                .orElseThrow();

        assertThat(BridgeSentence.in(Texts.in(Language.RU), sentence))
                .get()
                .asString()
                .contains("Patient.birthDate of Patient/7")
                .startsWith("Не отправлено");
    }

    @Test
    void whatARereadChangedIsNamedInWords() {
        assertThat(BridgeSentence.in(Texts.in(Language.RU), "Read and identified again: changed mapping, event time."))
                .hasValue("Прочитано и определено заново, изменилось: преобразование, время события.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"asked by the laboratory", "segment 4 (OBX) field 5: a number is needed.", "answered 503."})
    void everythingElseStaysAsItIs(String sentence) {
        assertThat(BridgeSentence.in(Texts.in(Language.UZ), sentence)).isEmpty();
    }
}
