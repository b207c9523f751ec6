package org.dhpbridge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** One HTTP answer; {@code contentType} is null when the body is empty. */
record Response(int status, Map<String, String> headers, String contentType, byte[] body) {

    private static final byte[] EMPTY = {};

    static Response fhir(int status, JsonNode resource) {
        return fhir(status, StrictJson.bytes(resource));
    }

    static Response fhir(int status, byte[] resource) {
        return new Response(status, Map.of(), "application/fhir+json;charset=UTF-8", resource);
    }

    static Response json(int status, JsonNode body) {
        return new Response(status, Map.of(), "application/json;charset=UTF-8", StrictJson.bytes(body));
    }

    static Response text(int status, String body) {
        return new Response(status, Map.of(), "text/plain;charset=UTF-8", body.getBytes(StandardCharsets.UTF_8));
    }

    static Response html(int status, String body) {
        return new Response(status, Map.of(), "text/html;charset=UTF-8", body.getBytes(StandardCharsets.UTF_8));
    }

    static Response empty(int status) {
        return new Response(status, Map.of(), null, EMPTY);
    }

    Response with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Response(status, more, contentType, body);
    }
}
