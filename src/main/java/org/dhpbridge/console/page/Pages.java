package org.dhpbridge.console.page;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.dhpbridge.console.signin.ConsoleFeature;
import org.dhpbridge.console.signin.Operator;
import org.dhpbridge.console.signin.Right;
import org.dhpbridge.home.BridgeSettings;
import org.dhpbridge.mapping.SiteSettings;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.view.RedirectView;

/** Makes pages of templates ({@code src/main/jte}) and of what a controller found out. */
@Component
@ConsoleFeature
public class Pages {

    private static final String TEMPLATES = "org.dhpbridge.console.template";

    private final TemplateEngine engine =
            TemplateEngine.createPrecompiled(null, ContentType.Html, Pages.class.getClassLoader(), TEMPLATES);
    private final Assets assets;
    private final Clock clock;
    private final String environment;
    private final ZoneId zone;

    Pages(Assets assets, Clock clock, BridgeSettings bridge, SiteSettings site) {
        this.assets = assets;
        this.clock = clock;
        this.environment = bridge.environment();
        this.zone = site.zone();
    }

    /**
     * A page for whoever sends the request.
     *
     * @param template name without ending, as {@code now}
     * @param section which entry of the navigation is current; empty for none
     * @param model the template's parameters beside {@code page}
     */
    View view(HttpServletRequest request, String template, String section, Map<String, ?> model) {
        return view(request, 200, template, section, model);
    }

    View view(HttpServletRequest request, int status, String template, String section, Map<String, ?> model) {
        return view(request, Section.address(section), status, template, section, model);
    }

    /** @param address under which the page stands also when it is the answer to a form; that of its section unless given */
    View view(
            HttpServletRequest request,
            String address,
            int status,
            String template,
            String section,
            Map<String, ?> model) {
        Page page = page(request, address, section);
        Map<String, Object> parameters = new HashMap<>(model);
        parameters.put("page", page);
        StringOutput html = new StringOutput();
        engine.render(template + ".jte", parameters, new VisibleOutput(html));
        return (ignored, req, response) -> write(response, status, html.toString());
    }

    private static void write(HttpServletResponse response, int status, String html) throws IOException {
        byte[] bytes = html.getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType("text/html;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    private Page page(HttpServletRequest request, String address, String section) {
        CsrfToken csrf = (CsrfToken) request.getAttribute(CsrfToken.class.getName());
        Operator operator = operator();
        String query = request.getQueryString();
        String asked = request.getRequestURI() + (query == null ? "" : "?" + query);
        return new Page(
                Texts.in(Language.of(request)),
                operator,
                section,
                request.getMethod().equals("GET") ? asked : address,
                operator == null ? "" : csrf.getParameterName(),
                operator == null ? "" : csrf.getToken(),
                environment,
                zone,
                clock.instant(),
                assets);
    }

    /** Says that there is nothing at the address. */
    View missing(HttpServletRequest request, String section) {
        return view(request, 404, "missing", section, Map.of());
    }

    /** A redirect within the console. */
    static View to(String path) {
        return new RedirectView(path, false, true, false);
    }

    /**
     * Who sends the request.
     *
     * @throws AccessDeniedException when the person may not do it
     */
    static Operator require(Right right) {
        Operator operator = operator();
        if (operator == null || !operator.may(right)) {
            throw new AccessDeniedException("the right " + right.name().toLowerCase(Locale.ROOT) + " is missing");
        }
        return operator;
    }

    /** Who sends the request; null when nobody is signed in. */
    static Operator operator() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication != null && authentication.getPrincipal() instanceof Operator operator ? operator : null;
    }
}
