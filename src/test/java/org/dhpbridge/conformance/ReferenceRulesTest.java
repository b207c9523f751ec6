package org.dhpbridge.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The scanner against the expression that says the same (FHIR R5, References, 2.3.0.1). */
class ReferenceRulesTest {

    private static final Pattern TYPED =
            Pattern.compile("(?:https?://.*/)?([A-Z][A-Za-z]+)/[A-Za-z0-9\\-.]+(?:/_history/[A-Za-z0-9\\-.]+)?");
    private static final int TEXTS = 300_000;
    private static final List<String> PARTS = List.of(
            "http://",
            "https://",
            "http:",
            "urn:uuid:",
            "/",
            "/",
            "/",
            "fhir",
            "a.b:80",
            "Patient",
            "Encounter",
            "P",
            "patient",
            "Пациент",
            "1",
            "a-b.c",
            "a_b",
            "#1",
            "?x=1",
            "_history",
            "/_history/",
            "\n",
            "\u2028",
            " ",
            "x".repeat(64),
            "x".repeat(65),
            "Patient/1",
            "Observation/o-1",
            "/_history/2",
            "");

    @Test
    void theScannerFindsTheTypeThatTheExpressionFinds() {
        Random random = new Random(4);
        List<String> different = new ArrayList<>();
        int typed = 0;
        for (int i = 0; i < TEXTS; i++) {
            StringBuilder text = new StringBuilder();
            for (int parts = random.nextInt(7); parts >= 0; parts--) {
                text.append(PARTS.get(random.nextInt(PARTS.size())));
            }
            Matcher matcher = TYPED.matcher(text);
            String expected = matcher.matches() ? matcher.group(1) : null;
            typed += expected == null ? 0 : 1;
            if (!Objects.equals(ReferenceRules.typeOf(text.toString()), expected)) {
                different.add(text.toString());
            }
        }
        assertThat(different).isEmpty();
        assertThat(typed).isGreaterThan(TEXTS / 100);
    }
}
