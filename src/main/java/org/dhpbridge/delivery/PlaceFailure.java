package org.dhpbridge.delivery;

import java.time.Duration;

/** The platform cannot be reached or is not well (network, 408, 429, 5xx): the message goes back to due. */
public final class PlaceFailure extends DeliveryFailure {

    private final transient Duration retryAfter;
    private final int status;

    /**
     * @param status of the HTTP answer; 0 when there was none
     * @param retryAfter what the platform asked for; null when it did not
     */
    public PlaceFailure(String sentence, int status, Duration retryAfter) {
        super(sentence);
        this.status = status;
        this.retryAfter = retryAfter;
    }

    /** How long the platform asked to wait; null when it did not say. */
    public Duration retryAfter() {
        return retryAfter;
    }

    /** The HTTP status of the answer; 0 when there was no answer. */
    public int status() {
        return status;
    }

    @Override
    public FailureKind kind() {
        return FailureKind.PLACE;
    }
}
