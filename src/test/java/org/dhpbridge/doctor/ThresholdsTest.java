package org.dhpbridge.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.dhpbridge.doctor.Finding.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThresholdsTest {

    @ParameterizedTest
    @CsvSource({"199999999,FAILED", "200000000,WARNING", "1999999999,WARNING", "2000000000,OK"})
    void a_disk_that_fills_is_told_before_it_is_full(long free, Status status) {
        assertThat(HomeCheck.disk(free, Path.of("/data")).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"0,OK", "30,OK", "-31,WARNING", "300,WARNING", "301,FAILED", "-301,FAILED"})
    void a_clock_that_is_wrong_is_told_by_how_much(long seconds, Status status) {
        assertThat(Clocks.finding(Duration.ofSeconds(seconds)).status()).isEqualTo(status);
    }

    @Test
    void a_clock_that_is_behind_is_said_to_be_behind() {
        assertThat(Clocks.finding(Duration.ofSeconds(-40)).facts()).isEqualTo("40 s behind the platform's");
    }
}
