package org.dhpbridge.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.dhpbridge.delivery.wire.FhirAnswer;
import org.dhpbridge.delivery.wire.FhirGateway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the server says that it offers (its CapabilityStatement at {@code /metadata}), read when first needed and kept.
 * When it lacks a type, or all of them, it is read again at most every ten minutes, as the platform adds types over time, and what
 * was not there once may have been a gateway's word. So a batch that was refused is tried again.
 */
class ServerOffer {

    private static final Logger LOG = LoggerFactory.getLogger(ServerOffer.class);
    private static final Duration PAUSE = Duration.ofMinutes(10);

    private record CapabilityReading(Set<String> types, boolean batch, Instant readAt) {}

    private final FhirGateway gateway;
    private final Clock clock;
    private volatile CapabilityReading offer;
    private volatile Instant batchRefusedAt = Instant.EPOCH;

    ServerOffer(FhirGateway gateway, Clock clock) {
        this.gateway = gateway;
        this.clock = clock;
    }

    /**
     * @throws MessageFailure when one of the types is not offered; a server that names no types offers all
     * @throws DeliveryFailure when the server cannot be asked
     */
    void check(Collection<String> types) {
        CapabilityReading known = known();
        if (!offered(known, types) && isLongAgo(known.readAt())) {
            known = read();
        }
        if (!offered(known, types)) {
            Set<String> lacking = new TreeSet<>(types);
            lacking.removeAll(known.types());
            String lacks = String.join(", ", lacking);
            throw MessageFailure.of(
                    "not-supported",
                    lacking.iterator().next(),
                    "The platform does not offer " + lacks + " (by its /metadata); leave it out of the mapping, or set"
                            + " dhp.delivery.check-capabilities=false to send it all the same.");
        }
    }

    /** Whether several questions may be asked at once, as a Bundle of type batch. */
    boolean batch() {
        return isLongAgo(batchRefusedAt) && known().batch();
    }

    /** The server offers batches and took none: it is asked one by one for a while. */
    void batchRefused(int status) {
        if (isLongAgo(batchRefusedAt)) {
            LOG.warn(
                    "{} offers batches in its /metadata, but answered one with {}: it is asked one by one for {} minutes.",
                    gateway.base(),
                    status,
                    PAUSE.toMinutes());
        }
        batchRefusedAt = clock.instant();
    }

    private CapabilityReading known() {
        CapabilityReading known = offer;
        boolean isKnown = known != null && (!known.types().isEmpty() || !isLongAgo(known.readAt()));
        return isKnown ? known : read();
    }

    private static boolean offered(CapabilityReading offer, Collection<String> types) {
        return offer.types().isEmpty() || offer.types().containsAll(types);
    }

    private boolean isLongAgo(Instant time) {
        return time.plus(PAUSE).isBefore(clock.instant());
    }

    private CapabilityReading read() {
        FhirAnswer answer = gateway.capabilities();
        Set<String> types = new HashSet<>();
        boolean batch = false;
        if (answer.ok() && answer.json() != null) {
            for (JsonNode rest : answer.json().path("rest")) {
                for (JsonNode resource : rest.path("resource")) {
                    types.add(resource.path("type").asText());
                }
                for (JsonNode interaction : rest.path("interaction")) {
                    batch |= interaction.path("code").asText().equals("batch");
                }
            }
        }
        CapabilityReading now = new CapabilityReading(types, batch, clock.instant());
        offer = now;
        return now;
    }
}
