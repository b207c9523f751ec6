package org.dhpbridge.ledger;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;

/**
 * A message as a source hands it to the ledger.
 *
 * @param source name of the source, as {@code hl7-files}; at most 100 characters
 * @param sourceKey what makes the message the same message when the source reads it again: unique within the source; stored
 *     hashed, so it may hold anything
 * @param contentType media type of the payload, as {@code x-application/hl7-v2+er7} or {@code application/json}
 * @param payload the bytes as they are to be transformed, also when {@code failure} says that they cannot be; not null
 * @param location file and place in it, for people, as {@code day.csv:17}; may be null
 * @param mapping name of the mapping that its content asks for, for lists until it is transformed, which chooses again; null
 *     when none is known
 * @param subjectKey whom the message is about, as {@link SubjectKey#hash} made it; null when it is about nobody: such a
 *     message waits for no other
 * @param eventTime when it happened, by the source; null when it does not say
 * @param failure why the message is dead on arrival; null when it is to be worked on
 * @param searchKeys values by which people look for the message, as a PINFL or the number of an order; only their HMAC is kept
 * @param sender which system sent it, as the message says; kept to {@value #LONGEST_SENDER} characters; null when it does not say
 * @param correction of which message it is the corrected one; null when a source brought it
 */
public record NewMessage(
        String source,
        String sourceKey,
        String contentType,
        byte[] payload,
        String location,
        String mapping,
        String subjectKey,
        Instant eventTime,
        Failure failure,
        Set<String> searchKeys,
        String sender,
        Correction correction) {

    private static final int LONGEST_SENDER = 50;

    /**
     * That a person wrote the message in the place of another.
     *
     * @param corrects number of the other
     */
    public record Correction(long corrects, String who, String why) {}

    /** A message that a source brought. */
    public NewMessage(
            String source,
            String sourceKey,
            String contentType,
            byte[] payload,
            String location,
            String mapping,
            String subjectKey,
            Instant eventTime,
            Failure failure,
            Set<String> searchKeys) {
        this(
                source,
                sourceKey,
                contentType,
                payload,
                location,
                mapping,
                subjectKey,
                eventTime,
                failure,
                searchKeys,
                null,
                null);
    }

    /** A message that nobody looks for by a key of its own. */
    public NewMessage(
            String source,
            String sourceKey,
            String contentType,
            byte[] payload,
            String location,
            String mapping,
            String subjectKey,
            Instant eventTime,
            Failure failure) {
        this(source, sourceKey, contentType, payload, location, mapping, subjectKey, eventTime, failure, Set.of());
    }

    public NewMessage {
        searchKeys = Set.copyOf(searchKeys);
        sender = sender == null || sender.length() <= LONGEST_SENDER ? sender : sender.substring(0, LONGEST_SENDER);
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(sourceKey, "sourceKey");
        Objects.requireNonNull(contentType, "contentType");
        Objects.requireNonNull(payload, "payload");
        if (subjectKey != null && !SubjectKey.isHash(subjectKey)) {
            throw new IllegalArgumentException(
                    "subjectKey must come from SubjectKey.hash: no identifier is stored readable");
        }
    }

    /** The same message, dead on arrival. */
    public NewMessage dead(Failure why) {
        return with(why, sender, correction);
    }

    /** The same message, written by a person. */
    public NewMessage correcting(Correction of) {
        return with(failure, sender, of);
    }

    /** The same message, of a system; null for none that it names. */
    public NewMessage sentBy(String system) {
        return with(failure, system, correction);
    }

    private NewMessage with(Failure why, String system, Correction of) {
        return new NewMessage(
                source,
                sourceKey,
                contentType,
                payload,
                location,
                mapping,
                subjectKey,
                eventTime,
                why,
                searchKeys,
                system,
                of);
    }
}
