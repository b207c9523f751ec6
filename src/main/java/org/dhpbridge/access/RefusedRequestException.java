package org.dhpbridge.access;

import org.dhpbridge.http.RequestGuard.Refusal;
import org.springframework.security.web.firewall.RequestRejectedException;

/** The request goes no further; nothing of it stands in the message. */
final class RefusedRequestException extends RequestRejectedException {

    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    RefusedRequestException(Refusal refusal) {
        super(refusal.sentence());
        this.refusal = refusal;
    }

    Refusal refusal() {
        return refusal;
    }
}
