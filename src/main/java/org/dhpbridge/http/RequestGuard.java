package org.dhpbridge.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Refuses what a web page of somebody else's can make a browser send: requests by a name that is not the server's (DNS
 * rebinding), from another origin, or in a form that needs no permission of the server's (Fetch standard, CORS-safelisted
 * request). Programs that are no browsers send none of these. Keeps no state.
 */
public final class RequestGuard {

    /** Why a request is refused. */
    public enum BrokenRule {
        /** Its {@code Host} is none of the server's names. */
        HOST(421, "Misdirected Request"),
        /** A page of another origin made it. */
        ORIGIN(403, "Forbidden"),
        /** It may change something, and is not JSON. */
        CONTENT_TYPE(415, "Unsupported Media Type");

        private final int status;
        private final String title;

        BrokenRule(int status, String title) {
            this.status = status;
            this.title = title;
        }

        /** The HTTP status that goes with it (RFC 9110). */
        public int status() {
            return status;
        }

        /** The status in words. */
        public String title() {
            return title;
        }
    }

    /**
     * @param sentence says what is allowed; repeats nothing of the request
     */
    public record Refusal(BrokenRule reason, String sentence) {}

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> OWN_PAGE = Set.of("same-origin", "none");

    private final HostNames names;
    private final String setting;

    /**
     * @param setting which property lists the names, for the sentence; null when none does
     */
    public RequestGuard(HostNames names, String setting) {
        this.names = names;
        this.setting = setting;
    }

    /**
     * @param headers the values of a header by its name; empty when it is not there
     * @return why the request must not be answered by this name; empty when it may
     */
    public Optional<Refusal> host(Function<String, List<String>> headers) {
        return hosts(headers.apply("Host"));
    }

    /**
     * @param values one after the other; each must be a name of the server's
     */
    public Optional<Refusal> hosts(List<String> values) {
        boolean own = !values.isEmpty()
                && values.stream().allMatch(value -> names.own(value).isPresent());
        return own
                ? Optional.empty()
                : Optional.of(new Refusal(
                        BrokenRule.HOST,
                        "The request's Host is no name of this server. Use localhost"
                                + (setting == null
                                        ? "."
                                        : ", or add the name by which it is reached to " + setting + ".")));
    }

    /**
     * @param host by what name the client spoke to the server
     * @param secure whether it spoke by https: a page that came without could have been changed on its way
     * @param headers the values of a header by its name; empty when it is not there
     * @return why the page that made the request must not; empty when the server's own page or no page made it
     */
    public Optional<Refusal> origin(String host, boolean secure, Function<String, List<String>> headers) {
        boolean foreign = headers.apply("Origin").stream().anyMatch(origin -> !isOwn(origin, host, secure))
                || headers.apply("Sec-Fetch-Site").stream()
                        .anyMatch(site -> !OWN_PAGE.contains(site.strip().toLowerCase(Locale.ROOT)));
        return foreign
                ? Optional.of(new Refusal(
                        BrokenRule.ORIGIN,
                        "A web page of another origin made this request (Origin, Sec-Fetch-Site). Only programs and"
                                + " pages of this server may."))
                : Optional.empty();
    }

    private static boolean isOwn(String origin, String host, boolean secure) {
        int colon = origin.indexOf("://");
        String scheme = colon < 0 ? "" : origin.substring(0, colon).toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && (secure || !scheme.equals("http"))) {
            return false;
        }
        Optional<Authority> page = Authority.parse(origin.substring(colon + 3));
        Optional<Authority> server = Authority.parse(host);
        return page.isPresent()
                && server.isPresent()
                && page.get().host().equals(server.get().host())
                && page.get().portOf(scheme) == server.get().portOf(scheme);
    }

    /**
     * @param method upper case
     * @param headers the values of a header by its name; empty when it is not there
     * @return why it must not be carried out; empty when it only reads, or says that its body, which may be empty, is JSON
     */
    public Optional<Refusal> contentType(String method, Function<String, List<String>> headers) {
        if (READING.contains(method)) {
            return Optional.empty();
        }
        List<String> types = headers.apply("Content-Type");
        boolean json =
                types.size() == 1 && types.get(0).split(";", 2)[0].strip().equalsIgnoreCase("application/json");
        return json
                ? Optional.empty()
                : Optional.of(new Refusal(
                        BrokenRule.CONTENT_TYPE,
                        "A " + (method.matches("[A-Z]{3,10}") ? method : "request that may change something")
                                + " needs the header Content-Type: application/json, also without a body."));
    }
}
