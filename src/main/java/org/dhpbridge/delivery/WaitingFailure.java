package org.dhpbridge.delivery;

/**
 * What is on the platform may have been written by another message, of which it is not known yet what it wrote: this one waits until
 * that is looked up. Nothing was written.
 */
public final class WaitingFailure extends DeliveryFailure {

    WaitingFailure(String sentence) {
        super(sentence);
    }

    @Override
    public FailureKind kind() {
        return FailureKind.WAITING;
    }
}
