package org.dhpbridge.delivery;

/**
 * The platform does not let this site in (no token, 401 twice, 403): delivery as a whole pauses; or not to the data of this message
 * alone, when others get through.
 */
public final class AccessFailure extends DeliveryFailure {

    public AccessFailure(String sentence) {
        super(sentence);
    }

    @Override
    public FailureKind kind() {
        return FailureKind.ACCESS;
    }
}
