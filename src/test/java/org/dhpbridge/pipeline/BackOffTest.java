package org.dhpbridge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackOffTest {

    private static final Duration INITIAL = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofMinutes(15);

    @ParameterizedTest
    @CsvSource({"0, 2", "1, 4", "2, 8", "8, 512", "9, 900", "20, 900", "1000, 900", "2147483647, 900"})
    void the_wait_doubles_up_to_the_longest_and_half_of_it_is_sure(int failures, int seconds) {
        Duration full = Duration.ofSeconds(seconds);
        for (int draw = 0; draw < 100; draw++) {
            assertThat(BackOff.wait(INITIAL, LONGEST, failures)).isBetween(full.dividedBy(2), full);
        }
    }

    @RepeatedTest(3)
    void many_that_fail_together_do_not_come_again_together() {
        assertThat(java.util.stream.IntStream.range(0, 200)
                        .mapToObj(i -> BackOff.wait(INITIAL, LONGEST, 3))
                        .distinct()
                        .count())
                .isGreaterThan(100);
    }
}
