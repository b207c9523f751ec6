package org.dhpbridge.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;
import org.dhpbridge.conformance.Issue;

/**
 * What an HL7 message is for (MSH-11, table 0103): {@code P} production, {@code T} training, {@code D} debugging. People who
 * are trained and people who test make patients up, and nobody could tell them from real ones on the platform.
 */
final class ProcessingId {

    private static final String FIELD = "MSH-11";
    private static final Set<String> NOT_REAL = Set.of("T", "D");

    private ProcessingId() {}

    /**
     * Why a message is not sent; empty when it is.
     *
     * @param source that brought it; null when it is not known
     */
    static Optional<Issue> refusal(ObjectNode tree, String source, SiteSettings site) {
        return site.takesTraining(source)
                ? Optional.empty()
                : notReal(tree).map(what -> Issue.error(
                                "business-rule",
                                null,
                                FIELD + ": the message says itself that it is for " + what
                                        + " and not real, so it was not sent. Send real messages with P. A site that wants"
                                        + " such messages on this platform names their source in"
                                        + " dhp.site.training-sources, or sets dhp.site.training-messages=true.")
                        .at(FIELD));
    }

    /** That a message that is sent is not real; empty when it is. */
    static Optional<Issue> note(ObjectNode tree) {
        return notReal(tree).map(what -> Issue.warning(
                        "business-rule",
                        null,
                        FIELD + ": the message says itself that it is for " + what
                                + " and not real. It was sent, as the settings allow here"
                                + " (dhp.site.training-messages, dhp.site.training-sources).")
                .at(FIELD));
    }

    private static Optional<String> notReal(ObjectNode tree) {
        JsonNode id = tree.path("MSH").path(FIELD);
        String said = (id.isObject() ? id.path("PT-1") : id).asText().strip();
        return NOT_REAL.contains(said)
                ? Optional.of(said.equals("T") ? "training (T)" : "debugging (D)")
                : Optional.empty();
    }
}
