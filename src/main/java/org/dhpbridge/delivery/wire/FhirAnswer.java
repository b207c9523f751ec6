package org.dhpbridge.delivery.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.dhpbridge.delivery.json.Json;
import org.dhpbridge.delivery.json.ServerId;

/**
 * An answer of the platform, as it came: of its own, or of an entry in a batch or transaction.
 *
 * @param status HTTP status
 * @param etag header {@code ETag} as {@code W/"3"}; null when absent
 * @param location header {@code Location}; null when absent
 * @param retryAfter header {@code Retry-After}; null when absent or unreadable
 * @param json the body when it is a JSON object, null otherwise
 * @param body what came as body
 */
public record FhirAnswer(int status, String etag, String location, Duration retryAfter, ObjectNode json, Body body) {

    /** As {@code 201 Created}. */
    private static final Pattern STATUS = Pattern.compile("[1-5]\\d\\d(\\D.*)?");

    private static final String RESOURCE_TYPE = "resourceType";
    private static final String OPERATION_OUTCOME = "OperationOutcome";

    /** What came as body. */
    public enum Body {
        NONE,
        /** A FHIR resource, or what stands in one. */
        FHIR,
        /** An OperationOutcome that tells of an error. */
        ERROR,
        /** Something else: an HTML page of a proxy, or the JSON of a gateway. */
        FOREIGN,
        /** It broke off, took too long, or was too large. */
        BROKEN;

        static Body of(ObjectNode json) {
            if (json == null || Json.text(json, RESOURCE_TYPE) == null) {
                return FOREIGN;
            }
            return isError(json) ? ERROR : FHIR;
        }
    }

    /** Whether a resource is an OperationOutcome that tells of an error. */
    public static boolean isError(JsonNode resource) {
        if (!OPERATION_OUTCOME.equals(Json.text(resource, RESOURCE_TYPE))) {
            return false;
        }
        for (JsonNode issue : resource.path("issue")) {
            String severity = Json.text(issue, "severity");
            if ("error".equals(severity) || "fatal".equals(severity)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The answer to one entry of a Bundle (FHIR R5, bundle.html, {@code Bundle.entry.response}).
     *
     * @param entry of the answer's Bundle; when it says no status, {@code otherwise} counts
     */
    static FhirAnswer ofEntry(JsonNode entry, int otherwise) {
        JsonNode response = entry.path("response");
        ObjectNode json = entry.path("resource") instanceof ObjectNode resource
                ? resource
                : response.path("outcome") instanceof ObjectNode outcome ? outcome : null;
        return new FhirAnswer(
                status(Json.text(response, "status"), otherwise),
                Json.text(response, "etag"),
                Json.text(response, "location"),
                null,
                json,
                json == null ? Body.FHIR : Body.of(json));
    }

    private static int status(String status, int otherwise) {
        return status != null && STATUS.matcher(status).matches()
                ? Integer.parseInt(status.substring(0, 3))
                : otherwise;
    }

    /** Of an entry of which a good answer has no word. */
    public static FhirAnswer taken() {
        return new FhirAnswer(200, null, null, null, null, Body.NONE);
    }

    /** What it means. */
    public Verdict verdict(Interaction asked) {
        return Verdict.of(asked, status, body);
    }

    /** Whether it is a success. */
    public boolean ok() {
        return status >= 200 && status < 300;
    }

    /** The answers to the entries of a Bundle, in their order; empty when this is no Bundle. */
    public List<FhirAnswer> entries() {
        List<FhirAnswer> answers = new ArrayList<>();
        if (json != null) {
            json.path("entry").forEach(entry -> answers.add(ofEntry(entry, status)));
        }
        return answers;
    }

    /**
     * The version id of the resource: its {@code meta.versionId}, else from the Location, else from the ETag, which a proxy that packs
     * bodies makes another one ({@code W/"3-gzip"}); null when unknown.
     */
    public String version() {
        String said = json == null ? null : Json.text(json.path("meta"), "versionId");
        if (said != null && !OPERATION_OUTCOME.equals(Json.text(json, RESOURCE_TYPE))) {
            return said;
        }
        ServerId at = ServerId.of(location);
        if (at != null && at.version() != null) {
            return at.version();
        }
        if (etag == null) {
            return null;
        }
        int from = etag.indexOf('"');
        int to = etag.lastIndexOf('"');
        return to > from ? etag.substring(from + 1, to) : etag;
    }

    /** The logical id of the resource of that type: from the Location, else from the body; null when unknown. */
    public String id(String type) {
        ServerId at = ServerId.of(location);
        if (at != null) {
            return at.type().equals(type) ? at.id() : null;
        }
        return json != null && type.equals(Json.text(json, RESOURCE_TYPE)) ? Json.text(json, "id") : null;
    }

    /** Whether the body is another resource than that of the reference; an OperationOutcome speaks of it. */
    public boolean isOfAnother(String reference) {
        String type = json == null ? OPERATION_OUTCOME : Json.text(json, RESOURCE_TYPE);
        return !OPERATION_OUTCOME.equals(type) && !reference.equals(type + "/" + Json.text(json, "id"));
    }
}
