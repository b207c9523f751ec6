package org.dhpbridge.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.dhpbridge.kernel.DaemonThreads;

/**
 * What an SSO publishes of itself (OpenID Connect Discovery 1.0): asked without any credentials.
 *
 * @param base of the SSO that was asked
 * @param issuer who it says that it is; null when it does not answer
 * @param tokenEndpoint where it gives tokens; null when it does not say
 * @param why it does not answer, as a phrase; null when it does
 */
record Discovery(String base, String issuer, URI tokenEndpoint, String why) {

    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final String PATH = "/.well-known/openid-configuration";
    private static final int OK = 200;

    boolean answers() {
        return why == null;
    }

    /** All of them at once: one that is silent costs the others nothing. */
    static List<Discovery> of(List<String> bases, SSLContext trust) {
        ExecutorService threads = Executors.newFixedThreadPool(bases.size(), DaemonThreads.named("discovery"));
        try {
            List<CompletableFuture<Discovery>> asked = bases.stream()
                    .map(base -> CompletableFuture.supplyAsync(() -> ask(base, trust), threads))
                    .toList();
            return asked.stream().map(CompletableFuture::join).toList();
        } finally {
            threads.shutdown();
        }
    }

    private static Discovery ask(String base, SSLContext trust) {
        try {
            Answer answer = Answer.get(URI.create(base + PATH), null, trust, LONGEST, true);
            Optional<URI> issuer = address(answer.json().path("issuer"));
            return answer.status() == OK && issuer.isPresent()
                    ? new Discovery(
                            base,
                            issuer.get().toString(),
                            address(answer.json().path("token_endpoint")).orElse(null),
                            null)
                    : silent(base, "answers " + answer.status() + " without a discovery document");
        } catch (Bounded.CallFailedException e) {
            return silent(base, e.getMessage());
        }
    }

    private static Discovery silent(String base, String why) {
        return new Discovery(base, null, null, why);
    }

    /** Nothing but an address is taken from the document: it is the answer of a stranger. */
    private static Optional<URI> address(JsonNode node) {
        String text = node.asText("");
        if (!text.matches("https?://[A-Za-z0-9._:/\\[\\]~%-]{1,200}")) {
            return Optional.empty();
        }
        try {
            URI uri = URI.create(text);
            return uri.getHost() == null ? Optional.empty() : Optional.of(uri);
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }
}
