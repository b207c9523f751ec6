package org.dhpbridge.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** The two health groups that orchestrators ask, without details: {@code …/health/liveness} and {@code …/health/readiness}. */
final class ProbePaths implements RequestMatcher {

    private static final Set<String> READING = Set.of("GET", "HEAD");

    private final Set<String> paths;

    /** @param basePath of the actuator, as {@code /actuator} */
    ProbePaths(String basePath) {
        this.paths = Set.of(basePath + "/health/liveness", basePath + "/health/readiness");
    }

    boolean contains(HttpServletRequest request) {
        return READING.contains(request.getMethod()) && paths.contains(Paths.of(request));
    }

    @Override
    public boolean matches(HttpServletRequest request) {
        return contains(request);
    }
}
