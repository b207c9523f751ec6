package org.dhpbridge.delivery;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.dhpbridge.delivery.json.Json;

/** What is sent. */
final class Bodies {

    private Bodies() {}

    /** Leaves out what is the server's to set. */
    static ObjectNode sendable(ObjectNode merged) {
        if (!(merged.get("meta") instanceof ObjectNode meta) || !(meta.has("versionId") || meta.has("lastUpdated"))) {
            return merged;
        }
        ObjectNode left = Json.object();
        left.setAll(meta);
        left.remove(List.of("versionId", "lastUpdated"));
        ObjectNode body = Json.object();
        body.setAll(merged);
        if (left.isEmpty()) {
            body.remove("meta");
        } else {
            body.set("meta", left);
        }
        return body;
    }

    /**
     * One transaction: POST for each create, and PUT with {@code ifMatch} for each update. References to what is created
     * become those of its entry.
     *
     * @param base the FHIR base without a slash at its end
     */
    static String transaction(Batch batch, List<PlanStep> creates, List<PlanStep> updates, String base) {
        Map<BatchEntry, String> created = new HashMap<>();
        creates.forEach(step -> created.put(step.entry(), urn(step.entry())));
        UnaryOperator<String> urns = reference -> created.get(batch.entry(reference));
        StringWriter text = new StringWriter(1 << 14);
        try (JsonGenerator json = Json.generator(text)) {
            json.writeStartObject();
            json.writeStringField("resourceType", "Bundle");
            json.writeStringField("type", "transaction");
            json.writeArrayFieldStart("entry");
            for (PlanStep step : creates) {
                entry(json, created.get(step.entry()), step.body(), urns);
                json.writeStringField("method", "POST");
                json.writeStringField("url", step.entry().type());
                json.writeEndObject();
                json.writeEndObject();
            }
            for (PlanStep step : updates) {
                entry(json, base + "/" + step.reference(), sendable(step.body()), urns);
                json.writeStringField("method", "PUT");
                json.writeStringField("url", step.reference());
                json.writeStringField("ifMatch", "W/\"" + step.version() + "\"");
                json.writeEndObject();
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void entry(JsonGenerator json, String fullUrl, ObjectNode body, UnaryOperator<String> urns)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("fullUrl", fullUrl);
        json.writeFieldName("resource");
        Json.write(body, urns, json);
        json.writeObjectFieldStart("request");
    }

    /** The local id when it is a UUID, as the mappings make it, else one derived from it. */
    private static String urn(BatchEntry entry) {
        String local = entry.localId();
        try {
            return "urn:uuid:" + UUID.fromString(local);
        } catch (IllegalArgumentException noUuid) {
            return "urn:uuid:" + UUID.nameUUIDFromBytes(entry.localReference().getBytes(StandardCharsets.UTF_8));
        }
    }
}
