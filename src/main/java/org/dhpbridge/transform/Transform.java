package org.dhpbridge.transform;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dhpbridge.absent.AbsentFiller;
import org.dhpbridge.absent.Filled;
import org.dhpbridge.account.Account;
import org.dhpbridge.conformance.Issue;
import org.dhpbridge.conformance.ResourceCheck;
import org.dhpbridge.mapping.Mapped;
import org.dhpbridge.mapping.Mappings;
import org.dhpbridge.source.MessageReader;
import org.dhpbridge.source.RawMessage;

/** The five steps of {@code routes/pipeline/transform.yaml}, each on its own. Safe for many threads. */
public final class Transform {

    private final MessageReader reader;
    private final Mappings mappings;
    private final Account account = new Account();
    private final AbsentFiller filler;
    private final ResourceCheck check;

    public Transform(MessageReader reader, Mappings mappings, AbsentFiller filler, ResourceCheck check) {
        this.reader = reader;
        this.mappings = mappings;
        this.filler = filler;
        this.check = check;
    }

    /** The same steps with other mappings. */
    public Transform with(Mappings others) {
        return new Transform(reader, others, filler, check);
    }

    /** @throws org.dhpbridge.source.UnreadableMessageException when the bytes are no message of their content type */
    public Draft read(RawMessage message) {
        return Draft.read(reader.read(message.contentType(), message.payload()));
    }

    /**
     * Maps with the mapping that the message's content chooses.
     *
     * @param source that brought the message
     * @throws RejectedException when there is no mapping for it, or the mapping found an error in the message
     */
    public Draft map(Draft draft, String source) {
        return sendable("map", draft.mapped(mappings.map(draft.tree(), null, source)));
    }

    /**
     * Maps without refusing: errors stand in the draft's issues.
     *
     * @param mapping name as {@code csv/patients}; null lets the content choose
     */
    public Draft mapWith(String mapping, Draft draft) {
        Mapped mapped = mappings.map(draft.tree(), mapping);
        return draft.mapped(mapped);
    }

    /** As {@link #mapWith}, slowly, so that every value of the resources knows where it came from. */
    public Draft traceWith(String mapping, Draft draft) {
        return draft.mapped(mappings.trace(draft.tree(), mapping));
    }

    /**
     * As {@link #traceWith}.
     *
     * @param unread takes the fields of the input that the mapping did not look at, as {@code OBR-31}, and how often each holds
     *     something
     */
    public Draft traceWith(String mapping, Draft draft, Map<String, Integer> unread) {
        return draft.mapped(mappings.trace(draft.tree(), mapping, unread));
    }

    /**
     * Settles the account: what came in is in what goes out, or is named with a reason.
     *
     * @throws RejectedException when a result, an order, a specimen … of the input is in no record, or in one with another
     */
    public Draft account(Draft draft) {
        return sendable("account", settle(draft));
    }

    /** Settles without refusing: what is not accounted for stands in the draft's issues. */
    public Draft settle(Draft draft) {
        boolean refused = draft.mapped() == null || Issue.anyError(draft.issues());
        return refused ? draft : draft.checked(account.settle(draft.tree(), draft.mapped()));
    }

    /** Declares mandatory values that the source lacks; changes the draft's resources. */
    public Draft fillAbsent(Draft draft) {
        List<Filled> fills = new ArrayList<>();
        draft.resources().forEach(resource -> fills.addAll(filler.fill(resource)));
        return draft.filled(fills);
    }

    /** @throws RejectedException when the platform would refuse a resource */
    public Draft check(Draft draft) {
        return sendable("check", inspect(draft));
    }

    /** Checks without refusing: what is wrong stands in the draft's issues, each once however many resources it is said of. */
    public Draft inspect(Draft draft) {
        List<Issue> found = new ArrayList<>();
        ErrorSources sources = new ErrorSources(mappings, draft);
        for (ObjectNode resource : draft.resources()) {
            check.check(resource).forEach(issue -> found.add(sources.named(resource, issue)));
        }
        return draft.checked(Issue.joined(found));
    }

    /**
     * The fields of the input that an element was made of. Maps once more, with a trace: for errors only.
     *
     * @param resource as {@code Observation/<local id>}
     * @param element as {@code Observation.status}
     * @return as {@code OBX-11}; empty when no field took part
     */
    public List<String> fields(Draft draft, String resource, String element) {
        return mappings.fieldSources(draft.tree(), draft.mapped().mapping()).of(resource, element);
    }

    private static Draft sendable(String step, Draft draft) {
        if (Issue.anyError(draft.issues())) {
            throw new RejectedException(step, draft);
        }
        return draft;
    }
}
