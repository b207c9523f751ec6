package org.dhpbridge.delivery;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.dhpbridge.conformance.Issue;
import org.dhpbridge.ledger.LinkChanges;

/**
 * What became of a message's resources.
 *
 * @param superseded true when nothing was written because the platform has newer from us of at least one resource
 * @param placed one a resource, in the order of the request
 * @param links what the end of the message changes in the link register
 * @param conversation what was sent, and what was answered
 * @param doubts warnings of what was done though the source may have meant something else
 */
public record DeliveryOutcome(
        boolean superseded, List<Placed> placed, LinkChanges links, Conversation conversation, List<Issue> doubts) {

    /** What was done to a resource on the platform. */
    public enum Action {
        /** It was new there. */
        CREATED,
        /** Something in it changed. */
        UPDATED,
        /** It was there already, as we have it; nothing was written. */
        UNCHANGED,
        /** Newer from us is there; nothing was written. */
        SUPERSEDED
    }

    /**
     * Where a resource lives.
     *
     * @param localId the id that it had in the request
     * @param serverId its logical id on the platform
     * @param version its version there after the delivery; null when the server named none
     * @param outdated elements of it that were not sent, for a newer message spoke of them, as {@code Patient.birthDate}
     */
    public record Placed(
            String resourceType,
            String localId,
            String serverId,
            String version,
            Action action,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> outdated) {

        private Optional<String> notSent() {
            String reference = resourceType + "/" + serverId;
            if (outdated.isEmpty()) {
                return action == Action.SUPERSEDED ? Optional.of(reference) : Optional.empty();
            }
            return Optional.of(String.join(", ", outdated) + " of " + reference);
        }
    }

    /** A sentence on what was not sent and why, without content; empty when all was sent or stood there. */
    public Optional<String> notSent() {
        String parts = placed.stream().flatMap(one -> one.notSent().stream()).collect(Collectors.joining("; "));
        return parts.isEmpty()
                ? Optional.empty()
                : Optional.of("Not sent, for a newer message of this bridge spoke of it: " + parts + ".");
    }
}
