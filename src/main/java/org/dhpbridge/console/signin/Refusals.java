package org.dhpbridge.console.signin;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.dhpbridge.audit.Audit;
import org.dhpbridge.audit.AuditAction;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;

/** Sends who is not signed in to the sign-in page, and keeps in the audit who tried what they may not. */
public final class Refusals implements AuthenticationEntryPoint, AccessDeniedHandler {

    private static final String SIGN_IN = "/console/sign-in";

    /** Attribute of a request that is refused: {@code too-large}, {@code stale}, {@code ended} or {@code refused}. */
    public static final String WHY = Refusals.class.getName() + ".why";

    /** Tomcat's attribute. */
    private static final String PARAMETERS_UNREAD = "org.apache.catalina.parameter_parse_failed";

    private final Audit audit;

    Refusals(Audit audit) {
        this.audit = audit;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException exception)
            throws IOException {
        boolean ended = request.getRequestedSessionId() != null && !request.isRequestedSessionIdValid();
        toTheDoor(request, response, ended ? SignInProblem.SESSION_ENDED : null);
    }

    /**
     * To the sign-in page; a part of a page that is asked for by script must not get it in its place.
     *
     * @param problem why; null when somebody only comes in
     */
    static void toTheDoor(HttpServletRequest request, HttpServletResponse response, SignInProblem problem)
            throws IOException {
        String door = problem == null ? SIGN_IN : SIGN_IN + "?problem=" + problem.code();
        if (request.getHeader("HX-Request") != null) {
            response.setHeader("HX-Redirect", door);
            response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
        } else {
            response.sendRedirect(door);
        }
    }

    /** Whether a page asks for a part of itself by the clock; what a person asks for by script is sent as a form. */
    static boolean isOfAPart(HttpServletRequest request) {
        return request.getMethod().equals("GET") && request.getHeader("HX-Request") != null;
    }

    /** Whoever filled in a form meanwhile hears that nothing was done of it, and gets back what she wrote. */
    static void ended(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException {
        request.setAttribute(WHY, "ended");
        request.getRequestDispatcher("/console/refused").forward(request, response);
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException exception)
            throws IOException, ServletException {
        if (request.getAttribute(PARAMETERS_UNREAD) != null) { // the token was in a form that is too long to be read
            request.setAttribute(WHY, "too-large");
            request.getRequestDispatcher("/console/refused").forward(request, response);
            return;
        }
        if (exception instanceof CsrfException && !isSignedIn()) {
            ended(request, response);
            return;
        }
        keep(audit, request, exception);
        request.setAttribute(WHY, exception instanceof CsrfException ? "stale" : "refused");
        response.setStatus(HttpServletResponse.SC_FORBIDDEN);
        request.getRequestDispatcher("/console/refused").forward(request, response);
    }

    private static boolean isSignedIn() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication != null && authentication.getPrincipal() instanceof Operator;
    }

    /** In the audit, if somebody is signed in. */
    static void keep(Audit audit, HttpServletRequest request, AccessDeniedException exception) {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication != null && authentication.getPrincipal() instanceof Operator operator) {
            audit.keep(
                    operator.who(),
                    AuditAction.REFUSED,
                    request.getMethod() + " " + ConsolePaths.withoutSecret(request),
                    exception.getClass().getSimpleName());
        }
    }
}
