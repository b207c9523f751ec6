package org.dhpbridge.delivery;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dhpbridge.delivery.Samples.MORNING;
import static org.dhpbridge.delivery.Samples.patient;
import static org.dhpbridge.delivery.Samples.request;
import static org.dhpbridge.delivery.Samples.unique;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.dhpbridge.SelfSigned;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A platform whose certificate nobody vouches for. */
class CertificateTest {

    @TempDir
    static Path folder;

    private static HttpsServer server;
    private static String origin;

    @BeforeAll
    static void open() throws Exception {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.setHttpsConfigurator(new HttpsConfigurator(new SelfSigned(folder).context()));
        answer("/oauth/token", "application/json", "{\"access_token\":\"t\",\"token_type\":\"Bearer\"}");
        answer("/fhir", "application/fhir+json", "{\"resourceType\":\"Bundle\",\"type\":\"searchset\"}");
        server.start();
        origin = "https://localhost:" + server.getAddress().getPort();
    }

    @AfterAll
    static void close() {
        server.stop(0);
    }

    private static void answer(String path, String type, String body) {
        server.createContext(path, exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    private static void deliver(String... properties) {
        try (Site site = Site.direct(properties)) {
            site.delivery.deliver(request(MORNING, patient(unique("mrn"))));
        }
    }

    @Test
    void a_platform_with_an_untrusted_certificate_gets_nothing_and_the_failure_says_why() {
        assertThatThrownBy(() -> deliver("dhp.fhir.base-url=" + origin + "/fhir"))
                .isInstanceOf(PlaceFailure.class)
                .hasMessageContainingAll(origin, "certificate", "not trusted", "dhp.fhir.ssl-bundle");
    }

    @Test
    void a_token_endpoint_with_an_untrusted_certificate_gets_no_secret_and_the_failure_says_why() {
        assertThatThrownBy(() -> deliver("dhp.oauth.token-uri=" + origin + "/oauth/token"))
                .isInstanceOf(PlaceFailure.class)
                .hasMessageContainingAll(origin, "certificate", "not trusted", "dhp.oauth.ssl-bundle");
    }

    @Test
    void a_certificate_named_in_a_bundle_is_trusted() {
        assertThatThrownBy(() -> deliver(
                        "dhp.fhir.base-url=" + origin + "/fhir",
                        "dhp.oauth.token-uri=" + origin + "/oauth/token",
                        "dhp.fhir.ssl-bundle=platform",
                        "dhp.oauth.ssl-bundle=platform",
                        "spring.ssl.bundle.pem.platform.truststore.certificate=file:"
                                + folder.resolve("certificate.pem")))
                .as("the stub has no id for what it took")
                .isInstanceOf(UnclearFailure.class)
                .hasMessageContaining("named no id");
    }
}
