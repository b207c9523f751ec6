package org.dhpbridge.console.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.time.Clock;
import java.time.Duration;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Requests to the API of somebody who is signed in to the console, and who shows no key. */
final class SignedIn implements RequestMatcher {

    private final Duration longest;
    private final Clock clock;

    /** @param longest how long after signing in somebody is known */
    SignedIn(Duration longest, Clock clock) {
        this.longest = longest;
        this.clock = clock;
    }

    @Override
    public boolean matches(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return request.getRequestURI().startsWith("/api/")
                && request.getHeader("Authorization") == null
                && session != null
                && session.getAttribute(HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY)
                        instanceof SecurityContext context
                && isKnown(context.getAuthentication());
    }

    private boolean isKnown(Authentication authentication) {
        return authentication != null
                && authentication.getPrincipal() instanceof Operator operator
                && operator.signedInAt().plus(longest).isAfter(clock.instant());
    }
}
