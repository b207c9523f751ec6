package org.dhpbridge.delivery.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is read of a reference against the expression that says the same. */
class ServerIdTest {

    private static final Pattern FORM = Pattern.compile(
            "(?:.*/)?([A-Z][A-Za-z]{1,63})/([A-Za-z0-9.\\-]{1,64})" + "(?:/_history/([A-Za-z0-9.\\-]{1,64}))?");
    private static final int TEXTS = 300_000;
    private static final List<String> PARTS = List.of(
            "http://a.b:80/fhir/",
            "/",
            "/",
            "Patient",
            "Patient/",
            "Observation/o-1",
            "P",
            "patient",
            "Пациент",
            "7",
            "a_b",
            "#1",
            "?x=1",
            "_history",
            "/_history/",
            "/_history/2",
            " ",
            "x".repeat(64),
            "X".repeat(65),
            "");

    @Test
    void typeIdAndVersionAreThoseThatTheExpressionFinds() {
        Random random = new Random(7);
        List<String> different = new ArrayList<>();
        int read = 0;
        for (int i = 0; i < TEXTS; i++) {
            StringBuilder text = new StringBuilder();
            for (int parts = random.nextInt(6); parts >= 0; parts--) {
                text.append(PARTS.get(random.nextInt(PARTS.size())));
            }
            Matcher form = FORM.matcher(text);
            ServerId expected = form.matches() ? new ServerId(form.group(1), form.group(2), form.group(3)) : null;
            read += expected == null ? 0 : 1;
            if (!Objects.equals(ServerId.of(text.toString()), expected)) {
                different.add(text.toString());
            }
        }
        assertThat(different).isEmpty();
        assertThat(read).isGreaterThan(TEXTS / 100);
    }

    @Test
    void nothingIsReadOfNothing() {
        assertThat(ServerId.of(null)).isNull();
    }
}
