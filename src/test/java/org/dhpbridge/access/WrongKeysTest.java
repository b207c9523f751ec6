package org.dhpbridge.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class WrongKeysTest {

    private static final class Time extends Clock {
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private final Time time = new Time();
    private final WrongKeys wrongKeys = new WrongKeys(time);

    private Duration after(int keys, String address) {
        Duration last = Duration.ZERO;
        for (int i = 0; i < keys; i++) {
            last = wrongKeys.count(address);
        }
        return last;
    }

    @Test
    void threeCostNothingAndThenEachWaitsTwiceAsLongUpToTwoSeconds() {
        assertThat(after(3, "192.0.2.1")).isZero();
        assertThat(wrongKeys.count("192.0.2.1")).hasMillis(100);
        assertThat(wrongKeys.count("192.0.2.1")).hasMillis(200);
        assertThat(after(100, "192.0.2.1")).hasSeconds(2);
        assertThat(wrongKeys.count("192.0.2.2")).as("another address").isZero();
    }

    @Test
    void tenMinutesLaterItIsForgotten() {
        after(50, "192.0.2.1");
        time.now = time.now.plus(Duration.ofMinutes(10)).plusMillis(1);
        assertThat(wrongKeys.count("192.0.2.1")).isZero();
    }

    @Test
    void aNetworkOfIpv6CountsAsOne() {
        after(2, "2001:db8::1");
        after(2, "2001:db8:0:0:ffff::2");
        assertThat(wrongKeys.count("2001:db8::3")).hasMillis(200);
        assertThat(wrongKeys.count("2001:db8:0:1::3")).isZero();
    }

    @Test
    void itsMemoryHasABoundWhateverTheSenderClaimsToBe() {
        after(50, "192.0.2.1");
        for (int i = 0; i < WrongKeys.MOST - 2; i++) {
            wrongKeys.count("10.0." + i / 256 + "." + i % 256);
            wrongKeys.count("no address at all " + i + "\r\n");
        }
        assertThat(wrongKeys.count("192.0.2.1")).as("one of so many").isPositive();
        for (int i = 0; i < WrongKeys.MOST; i++) {
            wrongKeys.count("10.1." + i / 256 + "." + i % 256);
        }
        assertThat(wrongKeys.count("192.0.2.1")).as("forgotten for newer ones").isZero();
    }
}
