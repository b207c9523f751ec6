package org.dhpbridge.console.page;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.dhpbridge.audit.Audit;
import org.dhpbridge.audit.AuditAction;
import org.dhpbridge.console.signin.ConsoleFeature;
import org.dhpbridge.console.signin.ConsolePaths;
import org.dhpbridge.console.signin.HostLinks;
import org.dhpbridge.console.signin.Operator;
import org.dhpbridge.console.signin.Refusals;
import org.dhpbridge.console.signin.SignInProblem;
import org.springframework.http.ResponseCookie;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.view.RedirectView;

/** The way in: the sign-in page, the choice of language, and links that were made on the host. */
@Controller
@ConsoleFeature
class SignInPages {

    private static final int DAYS_OF_LANGUAGE = 365;
    /** Fields of forms in which people write at length. */
    private static final List<String> WRITTEN = List.of("reason", "text", "mapping", "input");

    private final Pages pages;
    private final HostLinks links;
    private final Audit audit;

    SignInPages(Pages pages, HostLinks links, Audit audit) {
        this.pages = pages;
        this.links = links;
        this.audit = audit;
    }

    @GetMapping("/")
    View root() {
        return to("/console");
    }

    @GetMapping("/console/sign-in")
    View signIn(
            HttpServletRequest request,
            @RequestParam(required = false) String problem,
            @RequestParam(required = false) String number) {
        if (Pages.operator() != null) {
            return to("/console");
        }
        Map<String, Object> model = new HashMap<>();
        model.put("problem", SignInProblem.of(problem).orElse(null));
        model.put("number", number != null && number.matches("[0-9a-f]{8}") ? number : null);
        return pages.view(request, "signIn", "", model);
    }

    /** Where a request ends that its person may not make, or that did not come from a page of this session. */
    @RequestMapping("/console/refused")
    View refused(HttpServletRequest request) {
        String why = Objects.toString(request.getAttribute(Refusals.WHY), "refused");
        List<String> written = why.equals("ended") ? written(request) : List.of();
        return pages.view(
                request, why.equals("too-large") ? 413 : 403, "refused", "", Map.of("why", why, "written", written));
    }

    /** What a person wrote in the form that was sent; nothing when it was another site's. */
    private static List<String> written(HttpServletRequest request) {
        String from = request.getHeader("Sec-Fetch-Site");
        return from != null && !from.equals("same-origin")
                ? List.of()
                : WRITTEN.stream()
                        .map(request::getParameter)
                        .filter(text -> text != null && !text.isBlank())
                        .toList();
    }

    /** A choice of language, kept in a cookie of its own; leads back only to pages of the console. */
    @GetMapping("/console/language/{code}")
    View language(
            HttpServletResponse response,
            @PathVariable String code,
            @RequestParam(defaultValue = "/console") String back) {
        Language.of(code)
                .ifPresent(language -> response.addHeader(
                        "Set-Cookie",
                        ResponseCookie.from(Language.COOKIE, language.code())
                                .path("/console")
                                .httpOnly(true)
                                .sameSite("Lax")
                                .maxAge(Duration.ofDays(DAYS_OF_LANGUAGE))
                                .build()
                                .toString()));
        return to(ConsolePaths.isPage(back) ? back : "/console");
    }

    /** A link of {@code console-link}: from this machine only. */
    @GetMapping("/console/link/{secret}")
    View link(HttpServletRequest request, HttpServletResponse response, @PathVariable String secret)
            throws UnknownHostException {
        boolean here = InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress();
        Optional<Operator> operator = here ? links.redeem(secret) : Optional.empty();
        if (operator.isEmpty()) {
            audit.keep("host unknown", AuditAction.SIGN_IN_REFUSED, null, SignInProblem.LINK_REFUSED.code());
            return to("/console/sign-in?problem=" + SignInProblem.LINK_REFUSED.code());
        }
        audit.keep(operator.get().who(), AuditAction.SIGN_IN, null, "by a link made on the host");
        request.getSession(true);
        request.changeSessionId();
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(new UsernamePasswordAuthenticationToken(
                operator.get(), null, operator.get().getAuthorities()));
        new HttpSessionSecurityContextRepository().saveContext(context, request, response);
        return to("/console");
    }

    private static View to(String path) {
        return new RedirectView(path, false, true, false);
    }
}
