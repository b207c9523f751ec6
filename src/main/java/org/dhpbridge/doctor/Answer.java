package org.dhpbridge.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.dhpbridge.kernel.ExactJson;

/**
 * An answer to one GET.
 *
 * @param type the content type without its parameters; empty when none is named
 * @param date what the server's clock says, by the header {@code Date} (RFC 9110, 6.6.1); null when it says nothing
 * @param receivedAt what this machine's clock said in the middle between question and answer
 * @param json the body; missing when it is no JSON
 */
record Answer(int status, String type, Instant date, Instant receivedAt, JsonNode json) {

    private static final int LARGEST = 32 * 1024 * 1024;
    private static final ObjectMapper JSON = ExactJson.mapper();

    /**
     * @param token for {@code Authorization: Bearer}; null for none
     * @param trust whom to believe; null for whom the Java installation believes
     * @param proxies whether the proxies of the Java installation are used, as for tokens; FHIR is asked without
     */
    static Answer get(URI uri, String token, SSLContext trust, Duration longest, boolean proxies)
            throws Bounded.CallFailedException {
        HttpClient.Builder http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(longest);
        if (!proxies) {
            http.proxy(HttpClient.Builder.NO_PROXY);
        }
        if (trust != null) {
            http.sslContext(trust);
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(longest)
                .header("Accept", "application/fhir+json, application/json;q=0.9");
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return Bounded.call(longest, () -> {
            Instant asked = Instant.now();
            HttpResponse<InputStream> answer =
                    http.build().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            Instant middle = asked.plus(Duration.between(asked, Instant.now()).dividedBy(2));
            try (InputStream body = answer.body()) {
                return new Answer(answer.statusCode(), type(answer), date(answer), middle, json(body));
            }
        });
    }

    private static String type(HttpResponse<?> answer) {
        String type = answer.headers().firstValue("Content-Type").orElse("");
        return type.replaceAll(";.*", "").replaceAll("[^A-Za-z0-9/+.-]", "");
    }

    private static Instant date(HttpResponse<?> answer) {
        Optional<String> date = answer.headers().firstValue("Date");
        try {
            return date.map(text -> ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant())
                    .orElse(null);
        } catch (DateTimeException notADate) {
            return null;
        }
    }

    private static JsonNode json(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(LARGEST);
        try {
            return JSON.readTree(bytes);
        } catch (JsonProcessingException notJson) {
            return MissingNode.getInstance();
        }
    }
}
