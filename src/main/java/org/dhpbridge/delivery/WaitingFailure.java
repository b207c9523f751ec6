package org.dhpbridge.delivery;

/**
 * What is on the platform may have been written by another message, of which it is not known yet what it wrote: this one waits until
 * that is looked up. Nothing was written.
 */
public final class WaitingFailure extends DeliveryFailure {

    private final boolean foundAnothers;

    /** @param foundAnothers whether it saw on the platform what it did not write itself */
    WaitingFailure(String sentence, boolean foundAnothers) {
        super(sentence);
        this.foundAnothers = foundAnothers;
    }

    /** Whether it saw on the platform what it did not write itself; else it has not looked yet. */
    public boolean foundAnothers() {
        return foundAnothers;
    }

    @Override
    public FailureKind kind() {
        return FailureKind.WAITING;
    }
}
