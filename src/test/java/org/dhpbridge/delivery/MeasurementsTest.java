package org.dhpbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dhpbridge.ledger.Links.Key;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which results are one measurement; no server. A result is written as {@code 08:00=5.1F}. */
class MeasurementsTest {

    private static final Map<String, String> STATUS =
            Map.of("P", "preliminary", "F", "final", "C", "corrected", "X", "cancelled");

    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource({
        "08:00=5.1F, 09:00=7.0F, true",
        "08:00=5.1F, 09:00=7.0P, true",
        "08:00=5.1C, 09:00=7.0F, true",
        "08:00=5.1F, 09:00=5.1F, false",
        "08:00=5.10F, 09:00=5.1F, false",
        "08:00=5.1F, 08:00=7.0F, false",
        "08:00=5.1P, 09:00=7.0F, false",
        "=5.1F, 09:00=7.0F, false",
        "08:00=5.1F, =7.0F, false",
        "08:00=F, 09:00=7.0F, true",
        "08:00=5.1F, 09:00=F, true",
        "08:00=5.1F, 09:00=X, true",
        "09:05=7.5F, 09:00=7.4P, false",
    })
    void areTwo(String there, String said, boolean expected) {
        assertThat(Measurements.areTwo(result("N", there), result("N", said))).isEqualTo(expected);
    }

    @Test
    void aTimeInAnotherZoneIsTheSame() {
        ObjectNode tashkent = result("N", "08:00=5.1F").put("effectiveDateTime", "2026-03-10T08:00:00+05:00");
        ObjectNode utc = result("N", "08:00=7.0F").put("effectiveDateTime", "2026-03-10T03:00:20Z");
        ObjectNode day = result("N", "08:00=7.0F").put("effectiveDateTime", "2026-03-10");

        assertThat(Measurements.areTwo(tashkent, utc)).isFalse();
        assertThat(Measurements.areTwo(tashkent, day)).isFalse();
        assertThat(Measurements.areTwo(tashkent, day.put("effectiveDateTime", "2026-03-11")))
                .isTrue();
    }

    @ParameterizedTest(name = "{0} / {1} and {2} / {3}: {4}")
    @CsvSource({
        "a|1, Sodium, b|1, Potassium, true",
        "a|1, Sodium, a|1, Potassium, false",
        "a|1, Sodium, b|1, sodium, false",
        "a|1, Sodium, b|1 a|1, Natriy, false",
        "'', Sodium, b|1, Potassium, false",
        "a|1, , b|1, Potassium, false",
    })
    void areOfTwoTests(String codes, String words, String otherCodes, String otherWords, boolean expected) {
        assertThat(Measurements.areOfTwoTests(test(codes, words), test(otherCodes, otherWords)))
                .isEqualTo(expected);
    }

    /** {@code there} and {@code said}: number and result; then the numbers that those said have. */
    @ParameterizedTest(name = "{0} + {1}")
    @CsvSource({
        "N 08:00=5F,                 N 08:00=6F,                N",
        "N 08:00=5F,                 N 09:00=6F,                N/#2",
        "N 08:00=5F N/#2 09:00=6F,   N 10:00=7F,                N/#3",
        "N 08:00=5F N/#2 09:00=6F,   N 09:00=7C,                N/#2",
        "N 08:00=5F,                 N 09:00=7C,                N",
        "N 09:00=5F,                 N 08:00=6F N/#2 09:00=5F,  N/#2 N",
        "N 09:00=5F N/#2 08:00=6F,   N 08:00=6F N/#2 09:00=5C,  N/#2 N",
        "N 09:00=5F N/#2 08:00=6F,   N 08:00=6F N/#2 09:00=5F N/#3 10:00=7F, N/#2 N N/#3",
        "N 08:00=5P,                 N 09:00=6F,                N",
        "N/#2 08:00=5F,              N/#2 09:00=6F,             N",
        "N 08:00=5F N/#2 09:00=6F,   N 09:00=5C,                N/#2",
        "N 08:00=5F N/#2 09:00=6F,   N 10:00=5F,                N/#3",
        "N 08:00=5P N/#2 09:00=6P,   N 09:00=7F,                N/#2",
        "N 08:00=5F N/#2 09:00=6P,   N 09:05=7F,                N/#2",
        "N 08:00=5F N/#2 08:00=6F,   N 08:00=6F,                N/#2",
        "N 08:00=5F N/#2 09:00=6F,   N 09:00=X,                 N/#2",
    })
    void numbered(String there, String said, String expected) {
        Map<Key, JsonNode> platform = new LinkedHashMap<>();
        results(there).forEach(one -> platform.put(key(one), one));
        List<BatchEntry> entries = results(said).stream()
                .map(one -> new BatchEntry(one, Set.of(key(one)), Set.of()))
                .toList();

        Map<BatchEntry, Key> numbers = Measurements.numbered(entries, platform, Map.of());

        assertThat(entries.stream().map(entry -> numbers.get(entry).value())).containsExactly(expected.split(" "));
    }

    @Test
    void aWithdrawalNeverMeansAnother() {
        Map<Key, JsonNode> platform = new LinkedHashMap<>();
        results("N 08:00=5F").forEach(one -> platform.put(key(one), one));
        ObjectNode said = result("N", "09:00=X");
        List<BatchEntry> entries = List.of(new BatchEntry(said, Set.of(key(said)), Set.of()));

        assertThatThrownBy(() -> Measurements.numbered(entries, platform, Map.of()))
                .isInstanceOf(MessageFailure.class)
                .hasMessageContaining("withdraws");
    }

    @Test
    void aCorrectionOfNoneOfSeveralIsRefused() {
        Map<Key, JsonNode> platform = new LinkedHashMap<>();
        results("N 08:00=5F N/#2 09:00=6F").forEach(one -> platform.put(key(one), one));
        ObjectNode said = result("N", "10:00=7C");
        List<BatchEntry> entries = List.of(new BatchEntry(said, Set.of(key(said)), Set.of()));

        assertThatThrownBy(() -> Measurements.numbered(entries, platform, Map.of()))
                .isInstanceOf(MessageFailure.class)
                .hasMessageContaining("OBX-4");
    }

    private static List<ObjectNode> results(String text) {
        List<ObjectNode> results = new ArrayList<>();
        String[] words = text.strip().split(" ");
        for (int at = 0; at < words.length; at += 2) {
            results.add(result(words[at], words[at + 1]));
        }
        return results;
    }

    private static ObjectNode result(String number, String text) {
        String value = text.substring(text.indexOf('=') + 1, text.length() - 1);
        ObjectNode result = new ObjectMapper().createObjectNode().put("resourceType", "Observation");
        result.putArray("identifier").addObject().put("system", "s").put("value", number);
        result.put("status", STATUS.get(text.substring(text.length() - 1)));
        if (!text.startsWith("=")) {
            result.put("effectiveDateTime", "2026-03-10T" + text.substring(0, 5) + ":00+05:00");
        }
        if (!value.isEmpty()) {
            result.putObject("valueQuantity").put("value", new java.math.BigDecimal(value));
        }
        return result;
    }

    private static ObjectNode test(String codes, String words) {
        ObjectNode result = result("N", "08:00=5F");
        ObjectNode code = result.putObject("code").put("text", words);
        for (String one : codes.isEmpty() ? new String[0] : codes.split(" ")) {
            code.withArrayProperty("coding")
                    .addObject()
                    .put("system", one.substring(0, 1))
                    .put("code", one.substring(2));
        }
        return result;
    }

    private static Key key(JsonNode result) {
        return new Key(
                "Observation",
                "s",
                result.path("identifier").path(0).path("value").asText());
    }
}
