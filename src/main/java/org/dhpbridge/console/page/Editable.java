package org.dhpbridge.console.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.dhpbridge.kernel.Digests;
import org.dhpbridge.ledger.LedgerMessage;
import org.dhpbridge.source.ContentType;
import org.dhpbridge.source.RawMessage;
import org.dhpbridge.source.charset.Decoded;

/** A message as a text that a person can change, and back. */
final class Editable {

    private static final String TREE = "application/json";
    private static final int CHARACTER_SET = 17; // MSH-18, counted from MSH itself
    private static final List<String> WHAT_IT_IS = List.of("format", "feed");

    private final LedgerMessage original;
    private final ContentType type;
    private final ObjectMapper json;

    private Editable(LedgerMessage original, ObjectMapper json) {
        this.original = original;
        this.type = ContentType.parse(original.contentType());
        this.json = json;
    }

    /** Empty when it is neither HL7v2 nor rows. */
    static Optional<Editable> of(LedgerMessage original, ObjectMapper json) {
        return original.contentType().startsWith("application/octet-stream")
                ? Optional.empty()
                : Optional.of(new Editable(original, json));
    }

    private boolean isTree() {
        return type.mediaType().equals(TREE);
    }

    /** Lines of HL7v2, or the rows' JSON on several lines. */
    String text(byte[] payload) {
        if (isTree()) {
            try {
                return json.writerWithDefaultPrettyPrinter().writeValueAsString(json.readTree(payload));
            } catch (IOException noJson) {
                return new String(payload, StandardCharsets.UTF_8);
            }
        }
        String header = new String(payload, StandardCharsets.ISO_8859_1)
                .lines()
                .findFirst()
                .orElse("");
        String[] fields = header.length() < 4
                ? new String[0]
                : header.split(Pattern.quote(header.substring(3, 4)), CHARACTER_SET + 2);
        List<String> labels =
                fields.length > CHARACTER_SET ? List.of(fields[CHARACTER_SET].split("~")) : List.<String>of();
        return Decoded.of(payload, type.charset(), labels)
                .text()
                .replace("\r\n", "\n")
                .replace('\r', '\n');
    }

    /**
     * @param text as a browser sends it
     * @return empty when it is no message of the original's kind any more
     */
    Optional<RawMessage> message(String text) {
        return isTree()
                ? tree(text)
                : Optional.of(text.strip()).filter(one -> one.startsWith("MSH")).map(this::hl7);
    }

    private RawMessage hl7(String text) {
        byte[] payload = (String.join("\r", text.lines().toList()) + "\r").getBytes(StandardCharsets.UTF_8);
        return raw(type.mediaType() + "; charset=UTF-8", payload);
    }

    private Optional<RawMessage> tree(String text) {
        try {
            JsonNode tree = json.readTree(text);
            return tree.isObject() && tree.path("rows").isArray()
                    ? Optional.of(raw(original.contentType(), json.writeValueAsBytes(tree)))
                    : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** Whether the rows are still of the feed that they were of. */
    boolean isSameKind(byte[] before, byte[] after) {
        if (!isTree()) {
            return true;
        }
        try {
            JsonNode was = json.readTree(before);
            JsonNode is = json.readTree(after);
            return WHAT_IT_IS.stream().allMatch(name -> was.path(name).equals(is.path(name)));
        } catch (IOException e) {
            return false;
        }
    }

    private RawMessage raw(String contentType, byte[] payload) {
        String key = "correction:" + original.id() + ":" + Digests.sha256Hex(payload);
        return new RawMessage(contentType, payload, key, original.location());
    }
}
