package org.dhpbridge.alert;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;

/**
 * What happened in a span of time. Holds nothing of any message.
 *
 * @param environment which platform
 * @param dead messages that died in it
 * @param causes why, the most frequent first, at most {@value #MOST_CAUSES}
 * @param delivery {@code open}, {@code unreachable} or {@code refused}, of the bridge that tells it
 * @param deliverySince since when it is not open; null while it is
 * @param filesAside files that could not be read as a whole and lie aside, at the bridge that tells it
 * @param subject in one line for people, in the language of the alerts; not posted
 * @param text all of it for people, in the same language
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Digest(
        String environment,
        Instant from,
        Instant until,
        long dead,
        List<DigestCause> causes,
        String delivery,
        Instant deliverySince,
        long filesAside,
        @JsonIgnore String subject,
        String text) {

    static final int MOST_CAUSES = 20;

    /** See {@link org.dhpbridge.ledger.Alerts.Deaths}. */
    record DigestCause(String source, String sender, String step, String code, String element, long messages) {}
}
