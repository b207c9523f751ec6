package org.dhpbridge.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.dhpbridge.delivery.Difference;
import org.dhpbridge.delivery.Planned;
import org.dhpbridge.ledger.Failure;

/**
 * What a replay of one message would do now. Holds personal data.
 *
 * @param state where it stands in the ledger
 * @param wouldBe {@code delivered}, {@code superseded} or {@code dead}; {@code due} when the platform does not answer or the
 *     content cannot be opened, and so what it would become is not known
 * @param was what the ledger has of its last way through the pipeline
 * @param now what it would have after the replay
 * @param changed in which elements {@code was} and {@code now} differ
 * @param issues what reader, mapping, check and delivery's plan say, warnings too; and whether the replay would undo a correction
 * @param unmapped codes that the tables lack
 * @param resources what would be sent; without action when the platform does not answer
 * @param platform why it was not compared with the platform; null when it was, or when it would not come so far
 */
public record DryRun(
        long id,
        String source,
        String location,
        String state,
        String wouldBe,
        Attempt was,
        Attempt now,
        List<Difference> changed,
        JsonNode issues,
        JsonNode unmapped,
        List<Planned> resources,
        String platform) {

    /** The warnings of delivery's plan: each names the record that it is about. */
    public List<JsonNode> doubts() {
        List<JsonNode> doubts = new ArrayList<>();
        for (JsonNode issue : issues) {
            if (issue.hasNonNull("about")) {
                doubts.add(issue);
            }
        }
        return doubts;
    }

    /** One way through the pipeline; what is not known of it is null. */
    public record Attempt(
            String contentType,
            String mapping,
            String mappingVersion,
            String profilePack,
            String subject,
            Instant eventTime,
            Error error,
            JsonNode filled) {}

    /** Why a message is dead, or cannot be looked at; see {@link Failure}. */
    public record Error(String code, String step, String element, String text, JsonNode outcome) {

        static Error of(Failure failure) {
            return failure == null
                    ? null
                    : new Error(
                            failure.code(), failure.step(), failure.element(), failure.sentence(), failure.outcome());
        }
    }

    /** Without its content, which is personal data. */
    @Override
    public String toString() {
        return "#" + id + " would be " + wouldBe;
    }
}
