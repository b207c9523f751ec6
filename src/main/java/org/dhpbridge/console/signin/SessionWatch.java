package org.dhpbridge.console.signin;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.dhpbridge.access.ClientAddress;
import org.dhpbridge.access.Paths;
import org.dhpbridge.http.HostNames;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Ends sessions that are too old, slows down who tries to sign in too often, and brings browsers of this machine that use
 * another of its names to the one that the SSO sends them back to.
 */
final class SessionWatch extends OncePerRequestFilter {

    private static final Set<String> SIGNING_IN =
            Set.of(PublicAddress.CALLBACK, "/console/link", "/console/oauth2/authorization");

    private final Duration longest;
    private final Clock clock;
    private final PublicAddress address;
    private final Throttle throttle;
    private final ClientAddress addresses;

    SessionWatch(Duration longest, Clock clock, PublicAddress address, Throttle throttle, ClientAddress addresses) {
        this.addresses = addresses;
        this.longest = longest;
        this.clock = clock;
        this.address = address;
        this.throttle = throttle;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (Refusals.isOfAPart(request) && request.getSession(false) != null) {
            SharedSessions.asksByItself(request.getSession(false));
        }
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication != null
                && authentication.getPrincipal() instanceof Operator operator
                && operator.signedInAt().plus(longest).isBefore(clock.instant())) {
            request.getSession().invalidate();
            SecurityContextHolder.clearContext();
            if (request.getMethod().equals("GET")) {
                Refusals.toTheDoor(request, response, SignInProblem.SESSION_ENDED);
            } else {
                Refusals.ended(request, response);
            }
            return;
        }
        if (isOtherNameOfThisMachine(request)) {
            String query = request.getQueryString();
            response.sendRedirect(address.base() + request.getRequestURI() + (query == null ? "" : "?" + query));
            return;
        }
        Optional<String> step =
                SIGNING_IN.stream().filter(Paths.of(request)::startsWith).findFirst();
        if (step.isPresent() && !throttle.admit(step.get() + " " + addresses.networkOf(request))) {
            Refusals.toTheDoor(request, response, SignInProblem.TOO_MANY);
            return;
        }
        chain.doFilter(request, response);
    }

    private boolean isOtherNameOfThisMachine(HttpServletRequest request) {
        String base = address.base();
        return request.getMethod().equals("GET")
                && base.startsWith("http://localhost:")
                && HostNames.isLoopback(request.getServerName())
                && !base.equals("http://" + request.getServerName() + ":" + request.getServerPort())
                && base.endsWith(":" + request.getServerPort());
    }
}
