package org.dhpbridge.delivery;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How resources are written.
 *
 * @param mode {@code transaction}: what is new goes as one FHIR transaction; {@code sequential}: one resource after the
 *     other, what is referred to first. Both leave the same state behind
 * @param transactionUpdates whether updates go into the transaction too, each with {@code ifMatch}; off because the
 *     platform documents no {@code ifMatch} in transaction entries
 * @param onSeveralHits what to do when the platform holds several resources with the identifiers of one, none of them or all
 *     deleted by their status: {@code fail} (the message is dead and names them), or take the one changed last ({@code newest})
 *     or first ({@code oldest})
 * @param checkCapabilities whether a resource type that the server's CapabilityStatement does not offer is refused before
 *     anything is sent
 * @param conflictRetries how often an update is read and merged again when somebody else changed the resource meanwhile
 * @param searchPageSize how many results a page of a search is asked for
 * @param searchPages how many pages of one search are read before it is given up as unreliable
 * @param settle how long the platform's reads and searches may lag behind its writes: what was written so lately and is not
 *     found, or is read as it was before, is tried again later, and an attempt whose answer was lost is looked up no sooner
 * @param maxRate how many requests a second go to the platform at most, all workers of this bridge together; 0 for no
 *     limit. When the platform answers 429 the pace is halved, and recovers by a tenth every second without one
 */
@Validated
@ConfigurationProperties("dhp.delivery")
public record DeliverySettings(
        @DefaultValue("transaction") Mode mode,
        @DefaultValue("false") boolean transactionUpdates,
        @DefaultValue("fail") SeveralHits onSeveralHits,
        @DefaultValue("true") boolean checkCapabilities,
        @Min(0) @DefaultValue("5") int conflictRetries,
        @Min(1) @DefaultValue("50") int searchPageSize,
        @Min(1) @DefaultValue("25") int searchPages,
        @NotNull @DefaultValue("5s") Duration settle,
        @PositiveOrZero @DefaultValue("0") double maxRate) {

    /** See {@link DeliverySettings}. */
    public enum Mode {
        TRANSACTION,
        SEQUENTIAL
    }

    /** See {@link DeliverySettings}. */
    public enum SeveralHits {
        FAIL,
        NEWEST,
        OLDEST
    }
}
