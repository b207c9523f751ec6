package org.dhpbridge.doctor;

import java.time.Duration;
import java.util.Optional;

/** This machine's clock against the platform's: a token's life and the order of events hang on it. */
final class Clocks {

    private static final Duration MUCH = Duration.ofSeconds(30);
    private static final Duration TOO_MUCH = Duration.ofMinutes(5);

    private Duration skew;

    void hear(Answer answer) {
        if (answer.date() != null) {
            // the header has whole seconds: half a second is added for the part that it leaves out
            skew = Duration.between(answer.date().plusMillis(500), answer.receivedAt());
        }
    }

    /** Empty when the platform said no time. */
    Optional<Finding> skew() {
        return Optional.ofNullable(skew).map(Clocks::finding);
    }

    static Finding finding(Duration skew) {
        Duration size = skew.abs();
        String facts = size.toSeconds() + " s " + (skew.isNegative() ? "behind" : "ahead of") + " the platform's";
        String fix =
                "Set this machine's clock by NTP (timedatectl set-ntp true): tokens would be used too long, and times of"
                        + " receipt be wrong.";
        if (size.compareTo(TOO_MUCH) > 0) {
            return Finding.failed("clock", facts, fix);
        }
        return size.compareTo(MUCH) > 0 ? Finding.warning("clock", facts, fix) : Finding.ok("clock", facts);
    }
}
