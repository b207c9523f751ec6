package org.dhpbridge.console.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.dhpbridge.access.Problem;
import org.dhpbridge.audit.Audit;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;

/** Tells a program in the browser of somebody who is signed in what they may not, and keeps it in the audit. */
final class ApiRefusals implements AccessDeniedHandler {

    private final Audit audit;

    ApiRefusals(Audit audit) {
        this.audit = audit;
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException exception)
            throws IOException {
        Refusals.keep(audit, request, exception);
        Problem.write(
                response,
                HttpServletResponse.SC_FORBIDDEN,
                "Forbidden",
                exception instanceof CsrfException
                        ? "What changes something in a session of the console needs the header X-CSRF-TOKEN with the"
                                + " token of one of its pages."
                        : "This person lacks the right for it: viewer for lists, operator for what changes something,"
                                + " reveal for the values of a message (dhp.console.roles).");
    }
}
