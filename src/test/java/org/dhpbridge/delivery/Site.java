package org.dhpbridge.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.dhpbridge.delivery.json.Json;
import org.dhpbridge.delivery.json.JsonText;
import org.dhpbridge.delivery.wire.FhirGateway;
import org.dhpbridge.ledger.Ledger;
import org.dhpbridge.oauth.AccessTokens;
import org.dhpbridge.profile.Packs;
import org.dhpbridge.profile.ProfilePack;
import org.dhpbridge.sandbox.Sandbox;
import org.dhpbridge.sandbox.Sandboxes;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;

/** The delivery part of a bridge, wired as in the real one, before a sandbox that can be made to fail. */
final class Site implements AutoCloseable {

    @ImportAutoConfiguration({CamelAutoConfiguration.class, SslAutoConfiguration.class})
    @ComponentScan({"org.dhpbridge.oauth", "org.dhpbridge.delivery"})
    static class Wiring {
        @Bean
        ProfilePack profilePack() {
            return Packs.usual();
        }
    }

    static class LinksInMemory {
        @Bean
        InMemoryLinks links() {
            return new InMemoryLinks();
        }
    }

    @ComponentScan("org.dhpbridge.ledger")
    static class LinksInLedger {}

    final Sandbox sandbox;
    final FaultProxy proxy;
    final InMemoryLinks links;
    final Deliveries delivery;
    private final AnnotationConfigApplicationContext context;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Site(String... properties) {
        this(newSandbox(), true, LinksInMemory.class, properties);
    }

    /** Without the proxy, for faults of the sandbox's own. */
    static Site direct(String... properties) {
        return new Site(newSandbox(), false, LinksInMemory.class, properties);
    }

    /** A bridge that shares a ledger on PostgreSQL with others, before a sandbox that they share too. */
    static Site sharing(Sandbox sandbox, String ledgerUrl) {
        return new Site(
                sandbox,
                false,
                LinksInLedger.class,
                "dhp.ledger.url=" + ledgerUrl,
                "dhp.ledger.username=postgres",
                "dhp.ledger.password=postgres");
    }

    static Sandbox newSandbox() {
        return Sandboxes.start();
    }

    private Site(Sandbox sandbox, boolean throughProxy, Class<?> linksWiring, String... properties) {
        this.sandbox = sandbox;
        proxy = new FaultProxy(sandbox.fhirBase());
        String origin = throughProxy ? proxy.origin() : "http://localhost:" + sandbox.port();
        Map<String, String> all = new LinkedHashMap<>(Map.of(
                "camel.main.routes-include-pattern", "classpath:routes/pipeline/fhir.yaml",
                "dhp.fhir.base-url", origin + "/fhir",
                "dhp.oauth.token-uri", origin + sandbox.tokenUri().getPath(),
                "dhp.oauth.client-id", "sandbox",
                "dhp.oauth.client-secret", "sandbox"));
        for (String property : properties) {
            int equals = property.indexOf('=');
            all.put(property.substring(0, equals), property.substring(equals + 1));
        }
        context = new AnnotationConfigApplicationContext();
        TestPropertyValues.of(all).applyTo(context);
        context.register(Wiring.class, linksWiring);
        context.refresh();
        links = context.getBeanProvider(InMemoryLinks.class).getIfAvailable();
        delivery = new Deliveries(
                context.getBean(Delivery.class),
                links,
                context.getBeanProvider(Ledger.class).getIfAvailable());
    }

    /** What the platform offers, to one that asks with a clock of its own. */
    ServerOffer offer(Clock clock) {
        return new ServerOffer(context.getBean(FhirGateway.class), clock);
    }

    /** Sets the sandbox's faults, in place of those before; {@code '} stands for {@code "}. */
    static void faults(Sandbox sandbox, String... faults) {
        String body = ("{'seed':7,'faults':[" + String.join(",", faults) + "]}").replace('\'', '"');
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + sandbox.port() + "/faults"))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> answer =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new AssertionError(answer.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** What the platform holds: the resources a search finds, asked for past the proxy. */
    List<JsonNode> search(String query) {
        List<JsonNode> found = new ArrayList<>();
        call("GET", "/" + query, null, null).path("entry").forEach(entry -> found.add(entry.path("resource")));
        return found;
    }

    List<JsonNode> byIdentifier(String type, String value) {
        return search(type + "?identifier=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
    }

    JsonNode read(String reference) {
        return call("GET", "/" + reference, null, null);
    }

    /** Another hospital's system creates a resource past the proxy; gives its id. */
    String created(ObjectNode resource) {
        ObjectNode body = resource.deepCopy();
        body.remove("id");
        return call("POST", "/" + Json.text(body, "resourceType"), null, body)
                .path("id")
                .asText();
    }

    /** Another hospital's system changes a resource past the proxy. */
    void changed(String reference, java.util.function.Consumer<ObjectNode> change) {
        ObjectNode resource = (ObjectNode) read(reference);
        change.accept(resource);
        call("PUT", "/" + reference, resource.path("meta").path("versionId").asText(), resource);
    }

    void deleted(String reference) {
        call(
                "DELETE",
                "/" + reference,
                read(reference).path("meta").path("versionId").asText(),
                null);
    }

    private JsonNode call(String method, String path, String version, JsonNode body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(sandbox.fhirBase() + path))
                .header(
                        "Authorization",
                        "Bearer " + context.getBean(AccessTokens.class).current())
                .header("Content-Type", "application/fhir+json");
        if (version != null) {
            request.header("If-Match", "W/\"" + version + "\"");
        }
        request.method(
                method,
                body == null
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(Json.write(body)));
        try {
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 400) {
                throw new AssertionError(method + " " + path + " gave " + answer.statusCode() + " " + answer.body());
            }
            return answer.body().isBlank() ? Json.object() : JsonText.object(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        context.close();
        proxy.close();
        sandbox.close();
    }
}
