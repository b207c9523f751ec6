package org.dhpbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which results are one measurement; no server. They are written as {@link Results} says. */
class MeasurementsTest {

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
        assertThat(Measurements.areTwo(Results.result("N", there), Results.result("N", said)))
                .isEqualTo(expected);
    }

    @Test
    void aTimeInAnotherZoneIsTheSame() {
        ObjectNode tashkent = Results.result("N", "08:00=5.1F").put("effectiveDateTime", "2026-03-10T08:00:00+05:00");
        ObjectNode utc = Results.result("N", "08:00=7.0F").put("effectiveDateTime", "2026-03-10T03:00:20Z");
        ObjectNode day = Results.result("N", "08:00=7.0F").put("effectiveDateTime", "2026-03-10");

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

    private static ObjectNode test(String codes, String words) {
        ObjectNode result = Results.result("N", "08:00=5F");
        ObjectNode code = result.putObject("code").put("text", words);
        for (String one : codes.isEmpty() ? new String[0] : codes.split(" ")) {
            code.withArrayProperty("coding")
                    .addObject()
                    .put("system", one.substring(0, 1))
                    .put("code", one.substring(2));
        }
        return result;
    }
}
