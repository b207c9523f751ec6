package org.dhpbridge.delivery;

/**
 * A write was sent and its answer is not known (time-out, reset, unreadable answer). The next attempt looks up what was
 * written before it sends anything.
 */
public final class UnclearFailure extends DeliveryFailure {

    public UnclearFailure(String sentence) {
        super(sentence);
    }

    @Override
    public FailureKind kind() {
        return FailureKind.UNCLEAR;
    }
}
