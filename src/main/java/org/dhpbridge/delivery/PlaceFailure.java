package org.dhpbridge.delivery;

import java.time.Duration;

/** The platform cannot be reached or is not well (network, 408, 429, 5xx): the message goes back to due. */
public final class PlaceFailure extends DeliveryFailure {

    private final transient Duration retryAfter;
    private final int status;
    private final boolean mayHaveWritten;

    /**
     * @param status of the HTTP answer; 0 when there was none
     * @param retryAfter what the platform asked for; null when it did not
     */
    public PlaceFailure(String sentence, int status, Duration retryAfter) {
        this(sentence, status, retryAfter, false);
    }

    private PlaceFailure(String sentence, int status, Duration retryAfter, boolean mayHaveWritten) {
        super(sentence);
        this.mayHaveWritten = mayHaveWritten;
        this.status = status;
        this.retryAfter = retryAfter;
    }

    /** The answer to a write, as a proxy's 504, behind which the platform may have written all the same. */
    public static PlaceFailure afterWrite(String sentence, int status, Duration retryAfter) {
        return new PlaceFailure(sentence, status, retryAfter, true);
    }

    /** The same once something was written of which nobody knows where it is. */
    PlaceFailure afterWrite() {
        return afterWrite(getMessage(), status, retryAfter);
    }

    @Override
    public boolean mayHaveWritten() {
        return mayHaveWritten;
    }

    /** How long the platform asked to wait; null when it did not say. */
    public Duration retryAfter() {
        return retryAfter;
    }

    /** With the HTTP status of the answer, when there was one. */
    @Override
    public String code() {
        return status == 0 ? super.code() : "http-" + status;
    }

    @Override
    public FailureKind kind() {
        return FailureKind.PLACE;
    }
}
