package org.dhpbridge.delivery.wire;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.dhpbridge.ledger.ClockWitness;

/** How far this machine's clock is from the platform's, by the {@code Date} of its answers (RFC 9110, 6.6.1). */
public final class PlatformClock implements ClockWitness {

    /** The header has no fractions of a second: on the average half a second is cut off. */
    private static final Duration CUT_OFF = Duration.ofMillis(500);

    private final Clock own;
    private volatile Duration skew;
    private volatile HttpDate last = new HttpDate(null, null);

    /** A text and the time that it says: the answers of one second have the same. */
    private record HttpDate(String text, Instant time) {}

    PlatformClock(Clock own) {
        this.own = own;
    }

    /** @param date the header of an answer that came now; null when it has none */
    void hear(String date) {
        try {
            if (date != null) {
                skew = Duration.between(timeIn(date).plus(CUT_OFF), own.instant());
            }
        } catch (DateTimeException noDate) {
            skew = null;
        }
    }

    private Instant timeIn(String date) {
        HttpDate heard = last;
        if (!date.equals(heard.text())) {
            heard = new HttpDate(
                    date,
                    ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
            last = heard;
        }
        return heard.time();
    }

    /** Our clock minus the platform's, exact to about a second; empty as long as the platform has told no time. */
    @Override
    public Optional<Duration> skew() {
        return Optional.ofNullable(skew);
    }
}
