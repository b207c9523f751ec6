package org.dhpbridge.access;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.dhpbridge.http.HostNames;
import org.dhpbridge.http.RequestGuard;
import org.dhpbridge.http.RequestGuard.Refusal;
import org.springframework.security.web.firewall.FirewalledRequest;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.StrictHttpFirewall;

/**
 * Looks at every request, on both ports and before any filter chain, in this order: {@code Host} (421), the form of the URL
 * (400), {@code Origin} and {@code Sec-Fetch-Site} (403), {@code Content-Type} (415).
 */
final class GuardedFirewall extends StrictHttpFirewall {

    private static final String FORWARDED_HOST = "X-Forwarded-Host";
    private static final String FORWARDED_PROTO = "X-Forwarded-Proto";
    /** PostgreSQL takes none in a text. */
    private static final String ZERO_BYTE = "%00";

    private static final Set<String> READING = Set.of("GET", "HEAD");

    private final RequestGuard guard;
    private final ProbePaths probes;
    private final PagePaths pages;
    private final boolean behindProxy;

    GuardedFirewall(HostNames names, ProbePaths probes, PagePaths pages, boolean behindProxy) {
        this.guard = new RequestGuard(names, "dhp.api.hosts");
        this.probes = probes;
        this.pages = pages;
        this.behindProxy = behindProxy;
    }

    @Override
    public FirewalledRequest getFirewalledRequest(HttpServletRequest request) {
        Function<String, List<String>> headers = name -> Collections.list(request.getHeaders(name));
        List<String> forwarded = forwardedHosts(headers);
        refuse(host(request, headers));
        refuse(forwarded.isEmpty() ? Optional.empty() : guard.hosts(forwarded));

        if (request.getQueryString() != null && request.getQueryString().contains(ZERO_BYTE)) {
            throw new RequestRejectedException("A zero byte is no part of a text that is looked for.");
        }
        FirewalledRequest firewalled = super.getFirewalledRequest(request);
        String host = forwarded.isEmpty() ? request.getHeader("Host") : forwarded.get(forwarded.size() - 1);
        if (request.getDispatcherType() == DispatcherType.ERROR) {
            return firewalled; // what failed was let in before
        }
        boolean secure = isSecure(request, headers);
        if (!pages.contains(request)) {
            refuse(guard.origin(host, secure, headers));
            refuse(guard.contentType(request.getMethod(), headers));
        } else if (!isNavigation(request)) {
            refuse(guard.origin(host, secure, headers));
        }
        return firewalled;
    }

    /** The kubelet speaks to a probe by the pod's address, which no page can have as its own name. */
    private Optional<Refusal> host(HttpServletRequest request, Function<String, List<String>> headers) {
        if (!probes.contains(request)) {
            return guard.host(headers);
        }
        HostNames names = new HostNames(List.of());
        names.add(localAddress(request));
        RequestGuard byAddress = new RequestGuard(names, null);
        return byAddress.host(headers).isEmpty() ? Optional.empty() : guard.host(headers);
    }

    private static InetAddress localAddress(HttpServletRequest request) {
        try {
            return InetAddress.getByName(request.getLocalAddr());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("The connection has no address of this machine", e);
        }
    }

    /** Every proxy on the way adds one, the nearest at the end; without a proxy of the site's nobody is believed. */
    private List<String> forwardedHosts(Function<String, List<String>> headers) {
        return behindProxy
                ? headers.apply(FORWARDED_HOST).stream()
                        .flatMap(value -> Arrays.stream(value.split(",", -1)))
                        .map(String::strip)
                        .toList()
                : List.of();
    }

    private boolean isSecure(HttpServletRequest request, Function<String, List<String>> headers) {
        List<String> forwarded = behindProxy ? headers.apply(FORWARDED_PROTO) : List.of();
        return forwarded.isEmpty()
                ? request.isSecure()
                : forwarded
                        .get(forwarded.size() - 1)
                        .strip()
                        .toLowerCase(Locale.ROOT)
                        .endsWith("https");
    }

    /** Somebody followed a link, or a sign-in sent them back: the page is shown to them, not to whom the link is. */
    private static boolean isNavigation(HttpServletRequest request) {
        return READING.contains(request.getMethod())
                && "navigate".equals(request.getHeader("Sec-Fetch-Mode"))
                && "document".equals(request.getHeader("Sec-Fetch-Dest"));
    }

    private static void refuse(Optional<Refusal> refusal) {
        if (refusal.isPresent()) {
            throw new RefusedRequestException(refusal.get());
        }
    }
}
