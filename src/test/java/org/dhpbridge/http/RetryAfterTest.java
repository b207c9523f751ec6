package org.dhpbridge.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-11-02T08:00:00Z");

    @Test
    void seconds_and_dates_are_understood() {
        assertThat(RetryAfter.parse("120", NOW)).isEqualTo(Duration.ofMinutes(2));
        assertThat(RetryAfter.parse(" Mon, 02 Nov 2026 08:05:00 GMT ", NOW)).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void a_date_in_the_past_means_now() {
        assertThat(RetryAfter.parse("Sun, 01 Nov 2026 08:05:00 GMT", NOW)).isZero();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "soon", "-5", "99999999999999999999999", "1.5", "2026-11-02T08:05:00Z"})
    void anything_else_is_no_answer(String value) {
        assertThat(RetryAfter.parse(value, NOW)).isNull();
    }
}
