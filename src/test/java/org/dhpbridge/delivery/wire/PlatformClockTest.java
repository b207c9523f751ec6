package org.dhpbridge.delivery.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class PlatformClockTest {

    private static final String DATE = "Mon, 30 Nov 2026 03:00:00 GMT";

    private final PlatformClock clock =
            new PlatformClock(Clock.fixed(Instant.parse("2026-11-30T03:00:10.500Z"), ZoneOffset.UTC));

    @Test
    void theSkewIsKnownAgainWhenTheSameDateComesAfterOneThatIsNone() {
        clock.hear(DATE);
        assertThat(clock.skew()).contains(Duration.ofSeconds(10));

        clock.hear("yesterday");
        assertThat(clock.skew()).isEmpty();

        clock.hear(DATE);
        assertThat(clock.skew()).contains(Duration.ofSeconds(10));
    }
}
