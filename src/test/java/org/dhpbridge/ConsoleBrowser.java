package org.dhpbridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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

    /** What a page asks for by itself, without following. */
    HttpResponse<String> part(String address) throws IOException, InterruptedException {
        return send(request(address).header("HX-Request", "true").GET());
    }

    /** What a change of the language on a page leads to. */
    HttpResponse<String> behindTheLanguages(HttpResponse<String> page) throws IOException, InterruptedException {
        String change = link(page, "/console/language/");
        return only(URLDecoder.decode(change.substring(change.indexOf("back=") + 5), StandardCharsets.UTF_8));
    }

    private HttpResponse<String> follow() throws IOException, InterruptedException {
        for (int hops = 0; last.statusCode() / 100 == 3 && hops < 12; hops++) {
            String to = last.headers().firstValue("Location").orElseThrow();
            last = send(request(last.uri().resolve(to).toString()).GET());
        }
        return last;
    }

    /** Sends a form of the page that was opened last, with what is hidden in it. */
    HttpResponse<String> post(String address, String... namesAndValues) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(namesAndValues));
        hidden(address).forEach((name, value) -> {
            if (!all.contains(name)) {
                all.addAll(List.of(name, value));
            }
        });
        last = postWith(csrf(), address, all.toArray(String[]::new));
        return follow();
    }

    /** What the first form to the address has hidden, but for the token. */
    private Map<String, String> hidden(String address) {
        Matcher form = Pattern.compile(
                        "<form[^>]* action=\"" + Pattern.quote(address) + "\"[^>]*>(.*?)</form>", Pattern.DOTALL)
                .matcher(last.body());
        return !form.find()
                ? Map.of()
                : Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\">")
                        .matcher(form.group(1))
                        .results()
                        .filter(input -> !input.group(1).equals("_csrf"))
                        .collect(Collectors.toMap(input -> input.group(1), input -> input.group(2)));
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

    /** The value of a hidden field of a page. */
    static String hidden(HttpResponse<String> page, String name) {
        Matcher input =
                Pattern.compile("name=\"" + name + "\" value=\"([^\"]+)\"").matcher(page.body());
        assertThat(input.find()).as("a field " + name).isTrue();
        return input.group(1);
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
