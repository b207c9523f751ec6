package org.dhpbridge.ledger;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long the ledger keeps messages after they ended, with payload and history. A due message stays for as long as it is
 * due. That a message was received, and what lives where on the platform, is remembered for ever: a file that is dropped
 * again after years adds nothing.
 *
 * @param delivered what the platform holds
 * @param superseded what was older than what the platform held
 * @param dead what a person must look at; what is purged can no longer be replayed
 * @param sent what was sent to the platform and what it answered, of the last attempt that sent anything; at the latest it
 *     goes with its message. {@code 0} keeps nothing of it
 * @param unmapped codes that the tables lack, after a message had them last
 * @param every how often the ledger is looked through
 */
@ConfigurationProperties("dhp.retention")
@Validated
public record RetentionSettings(
        @DefaultValue("7d") @NotNull @DurationMin Duration delivered,
        @DefaultValue("7d") @NotNull @DurationMin Duration superseded,
        @DefaultValue("90d") @NotNull @DurationMin Duration dead,
        @DefaultValue("7d") @NotNull @DurationMin Duration sent,
        @DefaultValue("90d") @NotNull @DurationMin Duration unmapped,
        @DefaultValue("1m") @NotNull @DurationMin(millis = 100) Duration every) {

    /** Whether what is sent and answered is kept at all. */
    public boolean keepsSent() {
        return !sent.isZero();
    }

    Duration of(State ended) {
        return switch (ended) {
            case DELIVERED -> delivered;
            case SUPERSEDED -> superseded;
            case DEAD -> dead;
            case DUE -> throw new IllegalArgumentException("A due message is never purged");
        };
    }
}
