package org.dhpbridge.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.dhpbridge.conformance.Issue;
import org.dhpbridge.conformance.OperationOutcomes;
import org.dhpbridge.delivery.DeliveryFailure;
import org.dhpbridge.delivery.MessageFailure;
import org.dhpbridge.ledger.Failure;
import org.dhpbridge.ledger.UnmappedCode;
import org.dhpbridge.source.UnreadableMessageException;
import org.dhpbridge.transform.Draft;
import org.dhpbridge.transform.RejectedException;
import org.springframework.core.NestedExceptionUtils;

/** Says in the ledger's words what an exception means for a message. */
final class Failures {

    private static final String PUSH = "push";
    private static final String TRANSFORM = "transform";

    private Failures() {}

    /** @param work as far as it came: a fault of the bridge has no other place */
    static Failure of(Throwable thrown, Work work) {
        return of(thrown, work.isSendable() ? PUSH : TRANSFORM);
    }

    static Failure of(Throwable thrown) {
        return of(thrown, TRANSFORM);
    }

    private static Failure of(Throwable thrown, String step) {
        if (thrown instanceof UnreadableMessageException unreadable) {
            return new Failure(unreadable.code(), "read", unreadable.getMessage());
        }
        if (thrown instanceof RejectedException rejected) {
            Issue first = first(rejected.issues());
            return new Failure(
                            first.code(),
                            rejected.step(),
                            sentence(rejected.issues()),
                            OperationOutcomes.of(rejected.issues()))
                    .withUnmapped(lacking(first, rejected.draft()));
        }
        if (thrown instanceof DeliveryFailure failure) {
            return delivery(failure);
        }
        return fault(thrown, step);
    }

    /** The code without which the element could not be filled: one that stands in the very field. Null when there is none. */
    private static UnmappedCode lacking(Issue issue, Draft draft) {
        if (issue.field() == null) {
            return null;
        }
        List<String> fields = List.of(issue.field().split(", "));
        return draft.unmapped().stream()
                .filter(code -> code.where() != null && fields.stream().anyMatch(field -> isSame(field, code.where())))
                .findFirst()
                .map(code -> new UnmappedCode(code.table(), code.source(), code.code()))
                .orElse(null);
    }

    /** One of them may name no segment or line. */
    private static boolean isSame(String field, String place) {
        return field.equals(place) || place.startsWith(field + " (") || place.endsWith(", " + field);
    }

    private static Failure delivery(DeliveryFailure failure) {
        return new Failure(failure.code(), PUSH, failure.getMessage(), outcome(failure));
    }

    /** Null when there is none: neither the platform nor the bridge found fault with the message. */
    private static ObjectNode outcome(DeliveryFailure failure) {
        if (!(failure instanceof MessageFailure refused)) {
            return null;
        }
        return refused.outcome() == null ? OperationOutcomes.of(refused.issues()) : refused.outcome();
    }

    /** Only where it happened: the text of an unforeseen exception may quote the message. */
    private static Failure fault(Throwable thrown, String step) {
        Throwable root = NestedExceptionUtils.getMostSpecificCause(thrown);
        String place = root.getStackTrace().length == 0 ? "" : " at " + root.getStackTrace()[0];
        return new Failure(
                "bridge-fault",
                step,
                "The bridge itself failed (" + root.getClass().getName() + place
                        + "). The message is kept; please report this, and replay the message after the next update.");
    }

    private static Issue first(List<Issue> issues) {
        return issues.stream().filter(Issue::isError).findFirst().orElseThrow();
    }

    private static String sentence(List<Issue> issues) {
        List<Issue> errors = issues.stream().filter(Issue::isError).toList();
        Issue first = errors.get(0);
        String place = first.expression() == null ? "" : first.expression() + ": ";
        String more = errors.size() == 1 ? "" : " (and " + (errors.size() - 1) + " more)";
        return place + first.diagnostics() + more;
    }
}
