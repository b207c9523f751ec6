package org.dhpbridge.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;
import org.dhpbridge.access.ApiRefusal.RefusalReason;
import org.dhpbridge.http.BearerHeader;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Knows a caller by the key in {@code Authorization: Bearer} (RFC 6750). A wrong key is refused everywhere, also where none is
 * needed; after three from one address the answer takes longer each time.
 */
final class KeyFilter extends OncePerRequestFilter {

    /** Somebody who has the key. */
    static final class KeyHolder extends AbstractAuthenticationToken {

        private static final long serialVersionUID = 1L;

        KeyHolder() {
            super(List.of());
            setAuthenticated(true);
        }

        @Override
        public Object getCredentials() {
            return "";
        }

        @Override
        public Object getPrincipal() {
            return "api-key";
        }
    }

    private static final int TOO_MANY = 429;
    private static final int MOST_WAITING = 8;

    private final ApiKey key;
    private final WrongKeys wrongKeys;
    private final Function<HttpServletRequest, String> sender;
    private final Consumer<RefusalReason> refusals;
    private final RequestAttributeSecurityContextRepository contexts = new RequestAttributeSecurityContextRepository();

    /** So that wrong keys, however many come at a time, never take the threads of the right ones. */
    private final Semaphore waiting = new Semaphore(MOST_WAITING);

    /** @param sender whose address a request comes from */
    KeyFilter(
            ApiKey key,
            WrongKeys wrongKeys,
            Function<HttpServletRequest, String> sender,
            Consumer<RefusalReason> refusals) {
        this.key = key;
        this.wrongKeys = wrongKeys;
        this.sender = sender;
        this.refusals = refusals;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        List<String> keys = Collections.list(request.getHeaders("Authorization")).stream()
                .flatMap(value -> BearerHeader.token(value).stream())
                .toList();
        if (keys.isEmpty()) {
            chain.doFilter(request, response);
        } else if (keys.size() == 1 && key.matches(keys.get(0))) {
            SecurityContext context = SecurityContextHolder.createEmptyContext();
            context.setAuthentication(new KeyHolder());
            SecurityContextHolder.setContext(context);
            contexts.saveContext(context, request, response);
            chain.doFilter(request, response);
        } else {
            refusals.accept(RefusalReason.WRONG_KEY);
            refuse(response, wrongKeys.count(sender.apply(request)));
        }
    }

    private void refuse(HttpServletResponse response, Duration wait) throws IOException {
        if (!wait.isZero()) {
            if (!waiting.tryAcquire()) {
                response.setHeader("Retry-After", "2");
                Problem.write(response, TOO_MANY, "Too Many Requests", "Many wrong API keys come at a time.");
                return;
            }
            try {
                Thread.sleep(wait.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                waiting.release();
            }
        }
        KeyNeeded.write(response, "This is not the bridge's API key.", true);
    }
}
