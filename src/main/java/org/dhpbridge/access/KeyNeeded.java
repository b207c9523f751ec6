package org.dhpbridge.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Consumer;
import org.dhpbridge.access.ApiRefusal.RefusalReason;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;

/** Tells a caller without the key where it is. */
final class KeyNeeded implements AuthenticationEntryPoint {

    private static final String WHERE =
            " It stands in data/api-token under the bridge's folder (dhp.home), ready for curl -H @data/api-header, or"
                    + " in the file that dhp.api.token-file names; send it as Authorization: Bearer.";

    private final Consumer<RefusalReason> refusals;

    KeyNeeded(Consumer<RefusalReason> refusals) {
        this.refusals = refusals;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException exception)
            throws IOException {
        refusals.accept(RefusalReason.NO_KEY);
        write(response, "This needs the bridge's API key.", false);
    }

    /** @param wrong whether one was shown */
    static void write(HttpServletResponse response, String sentence, boolean wrong) throws IOException {
        response.setHeader("WWW-Authenticate", wrong ? "Bearer error=\"invalid_token\"" : "Bearer");
        Problem.write(response, HttpServletResponse.SC_UNAUTHORIZED, "Unauthorized", sentence + WHERE);
    }
}
