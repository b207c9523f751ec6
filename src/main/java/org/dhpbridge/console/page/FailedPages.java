package org.dhpbridge.console.page;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.dhpbridge.access.Paths;
import org.dhpbridge.console.signin.ConsoleFeature;
import org.dhpbridge.console.signin.ConsolePaths;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.session.web.http.SessionRepositoryFilter;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.View;

/**
 * Shows a page in the person's language when the bridge failed at a page of the console. It stands before the sessions, for it is
 * the ledger that is away most often, and they are in it.
 */
@Component
@Order(SessionRepositoryFilter.DEFAULT_ORDER - 1)
@ConsoleFeature
class FailedPages extends OncePerRequestFilter {

    private static final Logger LOG = LoggerFactory.getLogger(FailedPages.class);

    private final Pages pages;

    FailedPages(Pages pages) {
        this.pages = pages;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = Paths.of(request);
        return !path.equals("/console") && !path.startsWith("/console/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(request, response);
        } catch (ServletException | IOException | RuntimeException e) {
            if (response.isCommitted()) {
                throw e;
            }
            LOG.error("console    {} {} failed", request.getMethod(), ConsolePaths.withoutSecret(request), e);
            show(request, response);
        }
    }

    private void show(HttpServletRequest request, HttpServletResponse response) throws ServletException {
        response.resetBuffer();
        View page = pages.view(
                request,
                HttpStatus.INTERNAL_SERVER_ERROR.value(),
                "refused",
                "",
                Map.of("why", "failed", "written", List.of()));
        try {
            page.render(Map.of(), request, response);
        } catch (Exception e) {
            throw new ServletException(e);
        }
    }
}
