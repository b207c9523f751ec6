package org.dhpbridge.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.dhpbridge.console.page.Language;
import org.dhpbridge.console.page.Texts;
import org.dhpbridge.ledger.Alerts;
import org.dhpbridge.pipeline.DeliveryGate;
import org.dhpbridge.pipeline.FilesAside;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DigestTextTest {

    private static final Instant NOON = Instant.parse("2026-11-28T07:00:00Z");
    private static final Alerts.NewsSpan SPAN = new Alerts.NewsSpan(NOON, NOON.plusSeconds(3600));

    private static DigestText in(Language language) {
        return new DigestText(Texts.in(language), ZoneId.of("Asia/Tashkent"));
    }

    @ParameterizedTest
    @CsvSource({"UZ, 3 ta xabar yuborilmadi", "RU, 3 сообщения не отправлены", "EN, 3 messages dead"})
    void aDigestIsInTheLanguageOfTheSetting(Language language, String dead) {
        Digest.DigestCause cause = new Digest.DigestCause("hl7", "SHIFO-12", "check", "required", "Patient.name", 3);

        String body = in(language).body(SPAN, 3, List.of(cause), 2, "open", null);

        assertThat(in(language).subject("dev", 3, "open", 1)).isEqualTo("dhp-bridge (dev): " + dead);
        assertThat(body)
                .contains(
                        dead,
                        "2026-11-28 12:00:00 +05:00",
                        "2026-11-28 13:00:00 +05:00",
                        Texts.in(language).t("cause.required"),
                        "3 × SHIFO-12 (hl7): ",
                        "required, Patient.name",
                        "GET /api/messages?state=dead");
        assertThat(body.lines()).hasSize(5);
    }

    @Test
    void aSenderThatBreaksTheLineOrTurnsItRoundStaysInItsLine() {
        Digest.DigestCause cause = new Digest.DigestCause("hl7", "A\nSubject: x\u202E", "check", "required", "", 1);

        assertThat(in(Language.EN).body(SPAN, 1, List.of(cause), 0, "open", null))
                .contains("1 × A Subject: x⟨U+202E⟩ (hl7): ");
    }

    @ParameterizedTest
    @EnumSource
    void whatDeliveryIsIsSaidInEveryLanguage(DeliveryGate.GateState state) {
        for (Language language : Language.values()) {
            String code = state.name().toLowerCase(Locale.ROOT);

            assertThat(in(language).subject("dev", 0, code, 0))
                    .endsWith(Texts.in(language).t("delivery." + code));
        }
    }

    @Test
    void aCauseThatTheConsoleHasNoWordsForIsNamedByItsCode() {
        Digest.DigestCause cause = new Digest.DigestCause("csv", "", "elsewhere", "strange", "", 1);

        assertThat(in(Language.EN).body(SPAN, 1, List.of(cause), 0, "unreachable", NOON))
                .contains("1 × csv: strange (elsewhere, strange)", "(since 2026-11-28 12:00:00 +05:00)");
    }

    @ParameterizedTest
    @EnumSource
    void filesThatCouldNotBeReadAreALineEach(Language language) {
        String lines = in(language)
                .aside(List.of(
                        new FilesAside.Aside("csv-patients", 2, NOON, "picture.csv: it is a picture", true),
                        new FilesAside.Aside("hl7", 0, null, null, true)));

        Texts texts = Texts.in(language);
        assertThat(lines).isEqualTo("\n" + texts.t("aside.files", 2, "csv-patients") + " " + texts.t("aside.here"));
        assertThat(in(language).subject("dev", 0, "open", 2)).endsWith(": " + texts.t("alert.aside", 2));
    }
}
