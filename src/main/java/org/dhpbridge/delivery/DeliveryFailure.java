package org.dhpbridge.delivery;

import java.util.List;
import org.dhpbridge.conformance.Issue;
import org.dhpbridge.ledger.LinkChanges;

/**
 * A delivery that did not come to its end. Each kind asks for something else: see {@link FailureKind}. The message is a
 * sentence for the person who must act; it holds no personal data. Whatever the kind, delivering the same request again
 * is safe.
 */
public abstract sealed class DeliveryFailure extends RuntimeException
        permits MessageFailure, PlaceFailure, AccessFailure, UnclearFailure, WaitingFailure {

    private transient LinkChanges links = LinkChanges.NONE;
    private transient Conversation conversation = new Conversation();
    private transient List<Issue> doubts = List.of();
    private boolean lookedUp;

    DeliveryFailure(String sentence) {
        super(sentence);
    }

    public abstract FailureKind kind();

    /** The error code in the ledger. */
    public String code() {
        return kind().code();
    }

    /** Whether something may be on the platform that no answer tells of. */
    public boolean mayHaveWritten() {
        return !kind().repeatable();
    }

    /** What was written before the failure, and what was found gone: to be kept when the message's attempt ends. */
    public LinkChanges links() {
        return links;
    }

    /** What was sent before the failure, and what was answered. */
    public Conversation conversation() {
        return conversation;
    }

    /** Warnings of what was written, or may be, though the source may have meant something else; of earlier attempts too. */
    public List<Issue> doubts() {
        return doubts;
    }

    /** Whether what earlier attempts may have written was looked up in this one: what is there is known. */
    public boolean isLookedUp() {
        return lookedUp;
    }

    DeliveryFailure after(LinkChanges known, Conversation said, List<Issue> found, boolean isLookedUp) {
        links = known;
        conversation = said;
        doubts = found;
        lookedUp = isLookedUp;
        return this;
    }
}
