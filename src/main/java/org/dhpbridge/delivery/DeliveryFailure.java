package org.dhpbridge.delivery;

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

    DeliveryFailure after(LinkChanges known, Conversation said) {
        links = known;
        conversation = said;
        return this;
    }
}
