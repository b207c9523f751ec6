package org.dhpbridge.pipeline;

import java.util.List;
import org.dhpbridge.conformance.Issue;
import org.dhpbridge.conformance.OperationOutcomes;
import org.dhpbridge.delivery.Delivery;
import org.dhpbridge.delivery.DeliveryFailure;
import org.dhpbridge.delivery.MessageFailure;
import org.dhpbridge.delivery.PlaceFailure;
import org.dhpbridge.kernel.CauseChain;
import org.dhpbridge.ledger.Failure;
import org.dhpbridge.ledger.UnmappedCode;
import org.dhpbridge.source.UnreadableMessageException;
import org.dhpbridge.transform.Draft;
import org.dhpbridge.transform.RejectedException;
import org.springframework.core.NestedExceptionUtils;

/** Says in the ledger's words what an exception means for a message. */
final class Failures {

    private static final String PUSH = "push";

    private Failures() {}

    static Failure of(Throwable thrown) {
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
        return fault(thrown);
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
        return switch (failure.kind()) {
            case MESSAGE -> refused((MessageFailure) failure);
            case PLACE -> {
                int status = ((PlaceFailure) failure).status();
                yield new Failure(status == 0 ? "unreachable" : "http-" + status, PUSH, failure.getMessage());
            }
            case UNCLEAR -> new Failure("unclear", PUSH, failure.getMessage());
            case WAITING -> new Failure("waits", PUSH, failure.getMessage());
            case ACCESS -> new Failure("access", PUSH, failure.getMessage());
        };
    }

    private static Failure refused(MessageFailure refused) {
        return new Failure(
                first(refused.issues()).code(),
                PUSH,
                refused.getMessage(),
                refused.outcome() == null ? OperationOutcomes.of(refused.issues()) : refused.outcome());
    }

    /** Only where it happened: the text of an unforeseen exception may quote the message. */
    private static Failure fault(Throwable thrown) {
        Throwable root = NestedExceptionUtils.getMostSpecificCause(thrown);
        String place = root.getStackTrace().length == 0 ? "" : " at " + root.getStackTrace()[0];
        return new Failure(
                "bridge-fault",
                inDelivery(thrown) ? PUSH : "transform",
                "The bridge itself failed (" + root.getClass().getName() + place
                        + "). The message is kept; please report this, and replay the message after the next update.");
    }

    private static boolean inDelivery(Throwable thrown) {
        for (Throwable cause : CauseChain.of(thrown)) {
            for (StackTraceElement frame : cause.getStackTrace()) {
                if (frame.getClassName().startsWith(Delivery.class.getName())) {
                    return true;
                }
            }
        }
        return false;
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
