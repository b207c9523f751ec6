package org.dhpbridge.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Consumer;
import org.dhpbridge.access.ApiRefusal.RefusalReason;
import org.dhpbridge.http.RequestGuard.Refusal;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.RequestRejectedHandler;

/** Answers what the firewall refuses. */
final class RefusalAnswer implements RequestRejectedHandler {

    private final Consumer<RefusalReason> refusals;

    RefusalAnswer(Consumer<RefusalReason> refusals) {
        this.refusals = refusals;
    }

    @Override
    public void handle(
            HttpServletRequest request, HttpServletResponse response, RequestRejectedException requestRejected)
            throws IOException {
        if (requestRejected instanceof RefusedRequestException refused) {
            Refusal refusal = refused.refusal();
            refusals.accept(RefusalReason.valueOf(refusal.reason().name()));
            Problem.write(response, refusal.reason().status(), refusal.reason().title(), refusal.sentence());
        } else {
            refusals.accept(RefusalReason.MALFORMED);
            Problem.write(
                    response,
                    HttpServletResponse.SC_BAD_REQUEST,
                    "Bad Request",
                    "The method is unknown, or URL or headers hold what no client of this API writes: // ; \\ control"
                            + " characters, or an encoded / . or %.");
        }
    }
}
