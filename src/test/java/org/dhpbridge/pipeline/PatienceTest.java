package org.dhpbridge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much is kept of what {@code Retry-After} asks for. */
class PatienceTest {

    private static final Duration INITIAL = Duration.ofSeconds(2);

    @ParameterizedTest
    @CsvSource({
        "PT0S, PT2S",
        "PT-5S, PT2S",
        "PT0.001S, PT2S",
        "PT2M, PT2M",
        "PT1H, PT1H",
        "PT1H0.001S, PT1H",
        "PT8760H, PT1H",
        "PT9223372036854775807S, PT1H"
    })
    void an_hour_at_the_longest_and_the_first_wait_at_the_shortest(Duration asked, Duration kept) {
        assertThat(upTo(Duration.ofMinutes(15)).kept(asked)).isEqualTo(kept);
    }

    @ParameterizedTest
    @CsvSource({"PT5H, PT5H", "PT7H, PT6H"})
    void a_site_that_is_more_patient_keeps_more(Duration asked, Duration kept) {
        assertThat(upTo(Duration.ofHours(6)).kept(asked)).isEqualTo(kept);
    }

    private static Patience upTo(Duration longest) {
        return new Patience(INITIAL, longest, 10, Duration.ofSeconds(60), Duration.ofSeconds(30));
    }
}
