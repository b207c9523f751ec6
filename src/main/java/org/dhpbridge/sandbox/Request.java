package org.dhpbridge.sandbox;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.HttpHeaders;

/**
 * One HTTP request, read as a whole.
 *
 * @param method upper case
 * @param path decoded, below the server's root, as {@code /fhir/Patient}
 * @param query raw, as it stood in the URL; null when there was none
 * @param headers names in any case
 * @param body empty when there was none
 * @param root scheme and authority that the client used, as {@code http://localhost:8090}
 */
record Request(String method, String path, String query, HttpHeaders headers, byte[] body, String root) {

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.getFirst(name));
    }

    /** All values of a header; empty when it is not there. */
    List<String> headerValues(String name) {
        return headers.getOrDefault(name, List.of());
    }

    /** Whether a {@code Prefer} header asks for it, as {@code return=minimal}. */
    boolean prefers(String preference) {
        return headers.getOrDefault("Prefer", List.of()).stream()
                .flatMap(h -> Arrays.stream(h.split("[;,]")))
                .anyMatch(p -> p.strip().equalsIgnoreCase(preference));
    }

    /** Media type of the body without parameters, lower case; empty when not given. */
    String mediaType() {
        return header("Content-Type").orElse("").split(";")[0].strip().toLowerCase(Locale.ROOT);
    }

    /** The base of the FHIR URLs as the client wrote it. */
    String fhirBase() {
        return root + Sandbox.FHIR_PATH;
    }
}
