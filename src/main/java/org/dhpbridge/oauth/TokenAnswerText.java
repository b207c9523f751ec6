package org.dhpbridge.oauth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.dhpbridge.kernel.ExactJson;

/**
 * What an answer of a token endpoint says beside a token or in place of one: an OAuth error (RFC 6749, 5.2), the words of a gateway before
 * it ({@code {"success":false,"errors":[…]}}), or an HTML page. Quotes neither secrets nor anything that may be of a person.
 */
final class TokenAnswerText {

    private static final ObjectMapper JSON = ExactJson.mapper();
    private static final Pattern ERROR_CODE = Pattern.compile("[A-Za-z0-9_.-]{1,60}");

    /** Numbers of people, keys and tokens, addresses: nothing that a sentence needs. */
    private static final Pattern HIDDEN =
            Pattern.compile("\\S*@\\S*|[A-Za-z0-9_+/=.~-]{24,}|[0-9][0-9 ()-]{3,}[0-9]|[A-Z]{2} ?[0-9]{5,}");

    private static final List<String> TEXT_FIELDS =
            List.of("message", "error", "detail", "title", "text", "msg", "code");
    private static final int LONGEST = 200;
    private static final int MOST_ERRORS = 3;

    private final String body;
    private final String secret;
    private final JsonNode json;

    /** @param secret never quoted; null for none */
    TokenAnswerText(byte[] body, String secret) {
        this.body = new String(body, StandardCharsets.UTF_8);
        this.secret = secret;
        this.json = read(body);
    }

    private static JsonNode read(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException noJson) {
            return MissingNode.getInstance();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The token, which may be none that can be used. */
    Optional<String> accessToken() {
        return Optional.ofNullable(json.path("access_token").textValue());
    }

    /** The OAuth error code, as {@code invalid_client}. */
    Optional<String> oauthError() {
        JsonNode error = json.path("error");
        return error.isTextual() && ERROR_CODE.matcher(error.asText()).matches()
                ? Optional.of(error.asText())
                : Optional.empty();
    }

    /** A phrase to put behind the status, with a blank before it; empty when the answer says nothing. */
    String phrase() {
        Optional<String> error = oauthError();
        if (error.isPresent()) {
            return " (" + error.get() + ")";
        }
        String gateway = gateway();
        if (!gateway.isEmpty()) {
            return ", and a gateway before it says: \"" + gateway + "\"";
        }
        return isHtml() ? " with an HTML page" : "";
    }

    boolean isHtml() {
        String start = body.stripLeading();
        return start.substring(0, Math.min(start.length(), 200))
                .toLowerCase(Locale.ROOT)
                .startsWith("<");
    }

    private String gateway() {
        List<String> texts = new ArrayList<>();
        collect(json.path("errors"), texts);
        if (texts.isEmpty() && json.path("success").isBoolean()) {
            collect(json.path("message"), texts);
        }
        return quoted(String.join("; ", texts));
    }

    private static void collect(JsonNode node, List<String> texts) {
        if (texts.size() >= MOST_ERRORS) {
            return;
        }
        if (node.isValueNode() && !node.isNull()) {
            texts.add(node.asText());
        } else if (node.isArray()) {
            node.forEach(element -> collect(element, texts));
        } else if (node.isObject()) {
            TEXT_FIELDS.stream()
                    .map(node::path)
                    .filter(field -> field.isValueNode() && !field.isNull())
                    .findFirst()
                    .ifPresentOrElse(
                            field -> texts.add(field.asText()), () -> node.forEach(field -> collect(field, texts)));
        }
    }

    private String quoted(String text) {
        String plain = secret == null || secret.isBlank() ? text : text.replace(secret, "…");
        plain = plain.replaceAll("[\\p{Cntrl}\\p{Cf}\"\\s]+", " ").strip();
        plain = HIDDEN.matcher(plain).replaceAll("…");
        return plain.length() > LONGEST ? plain.substring(0, LONGEST) + "…" : plain;
    }
}
