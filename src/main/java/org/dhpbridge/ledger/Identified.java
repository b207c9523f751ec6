package org.dhpbridge.ledger;

import java.time.Instant;

/**
 * What a message is about, as {@link NewMessage} has it, when its payload was read again.
 *
 * @param contentType media type of the payload
 * @param mapping name of the mapping; null when transform chooses it from the content
 * @param subjectKey as {@link SubjectKey#hash} made it; null when it is about nobody
 * @param eventTime when it happened, by the source; null when it does not say
 */
public record Identified(String contentType, String mapping, String subjectKey, Instant eventTime) {

    public Identified {
        if (subjectKey != null && !SubjectKey.isHash(subjectKey)) {
            throw new IllegalArgumentException(
                    "subjectKey must come from SubjectKey.hash: no identifier is stored readable");
        }
    }
}
