package org.dhpbridge.delivery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;

/**
 * An HTTP answer of the platform, as it came.
 *
 * @param etag header {@code ETag} as {@code W/"3"}; null when absent
 * @param location header {@code Location}; null when absent
 * @param retryAfter header {@code Retry-After}; null when absent or unreadable
 * @param json the body when it is a JSON object, null otherwise
 * @param body what came as body
 */
record FhirAnswer(int status, String etag, String location, Duration retryAfter, ObjectNode json, Body body) {

    enum Body {
        NONE,
        JSON,
        /** Something that is no JSON object: an HTML page of a proxy, say. */
        FOREIGN,
        /** It broke off, took too long, or was too large. */
        BROKEN
    }

    boolean ok() {
        return status >= 200 && status < 300;
    }

    /** What a read of an id answers that the server does not have: 404, 410, and 400 where the platform says so. */
    boolean gone() {
        return status == 404 || status == 410 || status == 400;
    }

    /** Somebody else was faster: 412 as the platform documents, 409 and 428 as older texts say. */
    boolean conflict() {
        return status == 412 || status == 409 || status == 428;
    }

    /** The version id of the resource: from the ETag, else the Location, else {@code meta.versionId}; null when unknown. */
    String version() {
        if (etag != null) {
            int from = etag.indexOf('"');
            int to = etag.lastIndexOf('"');
            return to > from ? etag.substring(from + 1, to) : etag;
        }
        ServerId at = ServerId.of(location);
        if (at != null && at.version() != null) {
            return at.version();
        }
        return json == null ? null : Json.text(json.path("meta"), "versionId");
    }

    /** The logical id of the resource: from the Location, else from the body; null when unknown. */
    String id() {
        ServerId at = ServerId.of(location);
        if (at != null) {
            return at.id();
        }
        return json == null || "OperationOutcome".equals(Json.text(json, "resourceType"))
                ? null
                : Json.text(json, "id");
    }
}
