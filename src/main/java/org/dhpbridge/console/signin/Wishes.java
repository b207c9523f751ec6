package org.dhpbridge.console.signin;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.http.ResponseCookie;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.savedrequest.SavedRequest;
import org.springframework.security.web.savedrequest.SimpleSavedRequest;

/** Which page somebody wanted before signing in, in a cookie of theirs: nothing is kept of whoever only asks. */
final class Wishes implements RequestCache {

    private static final String COOKIE = "dhp-console-wish";
    private static final int LONGEST = 1_000;

    private final boolean secure;

    /** @param secure whether the console is reached by https */
    Wishes(boolean secure) {
        this.secure = secure;
    }

    @Override
    public void saveRequest(HttpServletRequest request, HttpServletResponse response) {
        String query = request.getQueryString();
        String wish = request.getRequestURI() + (query == null ? "" : "?" + query);
        boolean isPage = request.getMethod().equals("GET") && request.getHeader("HX-Request") == null;
        if (isPage && wish.length() <= LONGEST && ConsolePaths.isPage(wish)) {
            String value =
                    Base64.getUrlEncoder().withoutPadding().encodeToString(wish.getBytes(StandardCharsets.UTF_8));
            set(response, value, SharedSessions.SIGNING_IN);
        }
    }

    @Override
    public SavedRequest getRequest(HttpServletRequest request, HttpServletResponse response) {
        return wish(request).map(SimpleSavedRequest::new).orElse(null);
    }

    private static Optional<String> wish(HttpServletRequest request) {
        return Stream.ofNullable(request.getCookies())
                .flatMap(Arrays::stream)
                .filter(cookie -> cookie.getName().equals(COOKIE))
                .map(Cookie::getValue)
                .findFirst()
                .flatMap(Wishes::decoded)
                .filter(ConsolePaths::isPage);
    }

    private static Optional<String> decoded(String value) {
        try {
            return Optional.of(new String(Base64.getUrlDecoder().decode(value), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    @Override
    public HttpServletRequest getMatchingRequest(HttpServletRequest request, HttpServletResponse response) {
        return null;
    }

    @Override
    public void removeRequest(HttpServletRequest request, HttpServletResponse response) {
        if (wish(request).isPresent()) {
            set(response, "", Duration.ZERO);
        }
    }

    private void set(HttpServletResponse response, String value, Duration age) {
        response.addHeader(
                "Set-Cookie",
                ResponseCookie.from(COOKIE, value)
                        .path("/console")
                        .httpOnly(true)
                        .secure(secure)
                        .sameSite("Lax")
                        .maxAge(age)
                        .build()
                        .toString());
    }
}
