package org.dhpbridge;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a browser does without scripts: follows redirects and links, keeps cookies, sends forms. */
final class ConsoleBrowser {

    private static final Pattern HIDDEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(cookies)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final String base;
    private HttpResponse<String> last;

    ConsoleBrowser(int port) {
        base = "http://localhost:" + port;
    }

    /** Opens an address, of the console or any, and follows where it leads. */
    HttpResponse<String> open(String address) throws IOException, InterruptedException {
        last = send(request(address).GET());
        return follow();
    }

    /** One request, without following. */
    HttpResponse<String> only(String address) throws IOException, InterruptedException {
        return send(request(address).GET());
    }

    private HttpResponse<String> follow() throws IOException, InterruptedException {
        for (int hops = 0; last.statusCode() / 100 == 3 && hops < 12; hops++) {
            String to = last.headers().firstValue("Location").orElseThrow();
            last = send(request(last.uri().resolve(to).toString()).GET());
        }
        return last;
    }

    /** Sends a form with the hidden token of the page that was opened last. */
    HttpResponse<String> post(String address, String... namesAndValues) throws IOException, InterruptedException {
        last = postWith(csrf(), address, namesAndValues);
        return follow();
    }

    HttpResponse<String> postWith(String csrf, String address, String... namesAndValues)
            throws IOException, InterruptedException {
        StringBuilder form = new StringBuilder("_csrf=" + encoded(csrf));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            form.append('&').append(namesAndValues[i]).append('=').append(encoded(namesAndValues[i + 1]));
        }
        return send(request(address)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", base)
                .POST(HttpRequest.BodyPublishers.ofString(form.toString())));
    }

    /**
     * What a script of a page sends.
     *
     * @param csrf token of a page; null for none
     */
    HttpResponse<String> api(String method, String address, String body, String csrf)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(address)
                .header("Content-Type", "application/json")
                .header("Origin", base)
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        return send(csrf == null ? request : request.header("X-CSRF-TOKEN", csrf));
    }

    /** The token of the page that was opened last. */
    String csrf() {
        Matcher token = HIDDEN.matcher(last.body());
        return token.find() ? token.group(1) : "none";
    }

    /** Signs in at the sandbox's SSO as one of its persons. */
    HttpResponse<String> signIn(String person) throws IOException, InterruptedException {
        HttpResponse<String> sso = open("/console/oauth2/authorization/dhp");
        String choice = link(sso, "person=" + person);
        return open(sso.uri().resolve(choice).toString());
    }

    /** The first link of a page whose address has the text in it. */
    static String link(HttpResponse<String> page, String part) {
        return Pattern.compile("href=\"([^\"]+)\"")
                .matcher(page.body())
                .results()
                .map(found -> found.group(1).replace("&amp;", "&"))
                .filter(address -> address.contains(part))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no link with " + part + " on " + page.uri()));
    }

    List<HttpCookie> cookies() {
        return cookies.getCookieStore().getCookies();
    }

    private HttpRequest.Builder request(String address) {
        return HttpRequest.newBuilder(URI.create(address.startsWith("http") ? address : base + address))
                .timeout(Duration.ofSeconds(60));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
