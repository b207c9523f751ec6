package org.dhpbridge.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;

/**
 * What an HL7 message is for (MSH-11, table 0103): {@code P} production, {@code T} training, {@code D} debugging. People who
 * are trained and people who test make patients up, and nobody could tell them from real ones on the platform.
 */
final class ProcessingId {

    private static final Set<String> NOT_REAL = Set.of("T", "D");

    private ProcessingId() {}

    /** Why a message is not sent; empty when it is. */
    static Optional<String> refusal(ObjectNode tree, SiteSettings site) {
        JsonNode id = tree.path("MSH").path("MSH-11");
        String said = (id.isObject() ? id.path("PT-1") : id).asText().strip();
        if (site.trainingMessages() || !NOT_REAL.contains(said)) {
            return Optional.empty();
        }
        return Optional.of("MSH-11: the message says itself that it is for "
                + (said.equals("T") ? "training (T)" : "debugging (D)")
                + " and not real, so it was not sent. Send real messages with P. A site that wants such messages on"
                + " this platform sets dhp.site.training-messages=true.");
    }
}
