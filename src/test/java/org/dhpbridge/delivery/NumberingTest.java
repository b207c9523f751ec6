package org.dhpbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dhpbridge.ledger.Links.Key;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By which numbers results that share one are known; no server. They are written as {@link Results} says. */
class NumberingTest {

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
        Results.results(there).forEach(one -> platform.put(Results.key(one), one));
        List<BatchEntry> entries = Results.results(said).stream()
                .map(one -> new BatchEntry(one, Set.of(Results.key(one)), Set.of()))
                .toList();

        Map<BatchEntry, Key> numbers = Numbering.of(entries, platform, Map.of());

        assertThat(entries.stream().map(entry -> numbers.get(entry).value())).containsExactly(expected.split(" "));
    }

    @Test
    void aWithdrawalNeverMeansAnother() {
        Map<Key, JsonNode> platform = new LinkedHashMap<>();
        Results.results("N 08:00=5F").forEach(one -> platform.put(Results.key(one), one));
        ObjectNode said = Results.result("N", "09:00=X");
        List<BatchEntry> entries = List.of(new BatchEntry(said, Set.of(Results.key(said)), Set.of()));

        assertThatThrownBy(() -> Numbering.of(entries, platform, Map.of()))
                .isInstanceOf(MessageFailure.class)
                .hasMessageContaining("withdraws");
    }

    @Test
    void aCorrectionOfNoneOfSeveralIsRefused() {
        Map<Key, JsonNode> platform = new LinkedHashMap<>();
        Results.results("N 08:00=5F N/#2 09:00=6F").forEach(one -> platform.put(Results.key(one), one));
        ObjectNode said = Results.result("N", "10:00=7C");
        List<BatchEntry> entries = List.of(new BatchEntry(said, Set.of(Results.key(said)), Set.of()));

        assertThatThrownBy(() -> Numbering.of(entries, platform, Map.of()))
                .isInstanceOf(MessageFailure.class)
                .hasMessageContaining("OBX-4");
    }
}
