package org.dhpbridge.mapping;

import java.time.OffsetDateTime;

/**
 * What a message is about, known before it is mapped.
 *
 * @param mapping name of the mapping that would map it, as {@code hl7v2/ADT_A01} or {@code csv/patients}; null when there
 *     is none
 * @param subject key of whom it is about, equal for all messages about the same patient of the same authority; null when
 *     the message names nobody
 * @param eventTime when the source says it happened: its last moment when it says the day only, but no later than now;
 *     null when it does not say, not readably, or a time of the future: then the order of receipt counts
 * @param isOfFuture whether the source said a time of the future, which is not believed
 * @param unreadTime place of the time that the source said and that cannot be read; null when there is none
 * @param timePlace place of the time in a row; null for messages that have fields of their own for it
 * @param reason why there is no mapping, and which file to write; null when there is one
 */
public record MessageIdentity(
        String mapping,
        String subject,
        OffsetDateTime eventTime,
        boolean isOfFuture,
        String unreadTime,
        String timePlace,
        String reason) {

    static MessageIdentity unknown(String mapping, String reason) {
        return new MessageIdentity(mapping, null, null, false, null, null, reason);
    }
}
