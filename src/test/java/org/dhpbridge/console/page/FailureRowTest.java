package org.dhpbridge.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Map;
import org.dhpbridge.ledger.Causes.Cause;
import org.dhpbridge.ledger.UnmappedCode;
import org.junit.jupiter.api.Test;

class FailureRowTest {

    private static FailureRow row(String step, String code, UnmappedCode lacking) {
        return new FailureRow(new Cause("hl7", "", step, code, "", lacking, 1, 1, null, null, 1), new long[7], null);
    }

    @Test
    void aReplayIsOfferedFirstWhereTheWordsAdviseOneAlone() {
        Map<String, String> words = Words.in(Language.EN);
        for (String key : words.keySet()) {
            String code = key.replaceAll("^cause\\.(.*)\\.do$", "$1");
            if (code.equals(key) || code.contains(".")) {
                continue;
            }
            String advice =
                    words.get(key).replace("cannot be mended by a replay", "").toLowerCase(Locale.ROOT);
            if (advice.contains("replay")) {
                assertThat(row("read", code, null).isMendedByReplay()).as(key).isTrue();
            } else if (advice.matches(".*\\b(again|anew|whole)\\b.*") && !code.equals("waits")) {
                assertThat(row("read", code, null).isMendedByReplay()).as(key).isFalse();
            }
        }
        assertThat(row("read", "broken-off", null).isMendedByReplay()).isFalse();
        assertThat(row("push", "unknown", null).isMendedByReplay()).isTrue();
    }

    @Test
    void nobodyCompletesATableForACodeThatLostLetters() {
        assertThat(row("map", "value", new UnmappedCode("lab-tests", "LAB", "GL\ufffdK"))
                        .isMendedByItsTable())
                .isFalse();
        assertThat(row("map", "required", new UnmappedCode("lab-tests", "LAB", "GLUK"))
                        .isMendedByItsTable())
                .isTrue();
    }
}
