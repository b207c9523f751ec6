package org.dhpbridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.dhpbridge.RawHttp.Answer;
import org.dhpbridge.start.StartRefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bridge where other machines can reach it. */
class ApiExposureTest {

    private static final String HOST = "Host: localhost";
    private static final String KEY = "k".repeat(40);

    @TempDir
    Path home;

    private static int management(RunningBridge bridge) {
        return bridge.management("/").getPort();
    }

    @Test
    void behindAProxyEverythingButTheProbesNeedsTheKey() throws Exception {
        Path secret = Files.writeString(home.resolve("secret"), KEY + "\n");
        try (RunningBridge bridge = RunningBridge.startWithoutSamples(
                home,
                "--server.address=0.0.0.0",
                "--management.server.address=0.0.0.0",
                "--management.server.port=0",
                "--dhp.api.behind-proxy=true",
                "--dhp.api.hosts=bridge.example.uz,other.example.uz:8443",
                "--dhp.api.token-file=" + secret)) {
            assertThat(home.resolve("data/api-token")).doesNotExist();
            assertThat(home.resolve("data/api-header")).doesNotExist();
            int api = bridge.port();
            int management = management(bridge);
            String key = "Authorization: Bearer " + KEY;
            for (String path : List.of("/api/summary", "/api/status", "/api/messages", "/api/unmapped", "/nothing")) {
                assertThat(get(api, path, HOST).status()).as(path).isEqualTo(401);
            }
            assertThat(get(api, "/api/summary", HOST, key).status()).isEqualTo(200);
            for (String path : List.of("/actuator", "/actuator/health", "/actuator/prometheus", "/actuator/metrics")) {
                assertThat(get(management, path, HOST).status()).as(path).isEqualTo(401);
                assertThat(get(management, path, HOST, key).status()).as(path).isEqualTo(200);
            }

            Answer readiness = get(management, "/actuator/health/readiness", HOST);
            assertThat(readiness.status()).isEqualTo(200);
            assertThat(readiness.body()).isEqualTo("{\"status\":\"UP\"}");
            assertThat(get(management, "/actuator/health/readiness", HOST, key).body())
                    .contains("delivery");
            assertThat(get(management, "/actuator/health/liveness", HOST).status())
                    .isEqualTo(200);

            assertThat(get(api, "/api/summary", "Host: bridge.example.uz", key).status())
                    .isEqualTo(200);
            assertThat(get(api, "/api/summary", "Host: BRIDGE.example.uz:8443", key)
                            .status())
                    .isEqualTo(200);
            assertThat(get(api, "/api/summary", "Host: other.example.uz", key).status())
                    .isEqualTo(421);
            assertThat(get(api, "/api/summary", "Host: other.example.uz:8443", key)
                            .status())
                    .isEqualTo(200);
            assertThat(get(api, "/api/summary", "Host: sub.bridge.example.uz", key)
                            .status())
                    .isEqualTo(421);
            assertThat(get(api, "/api/summary", HOST, key, "X-Forwarded-Host: bridge.example.uz")
                            .status())
                    .isEqualTo(200);
            assertThat(get(api, "/api/summary", HOST, key, "X-Forwarded-Host: evil.example, bridge.example.uz")
                            .status())
                    .isEqualTo(421);
            assertThat(get(
                                    api,
                                    "/api/summary",
                                    HOST,
                                    key,
                                    "X-Forwarded-Host: bridge.example.uz",
                                    "Origin: https://bridge.example.uz")
                            .status())
                    .as("a page that the proxy shows under its own name")
                    .isEqualTo(200);
            assertThat(get(
                                    api,
                                    "/api/summary",
                                    "Host: bridge.example.uz",
                                    key,
                                    "Origin: https://bridge.example.uz:8443")
                            .status())
                    .isEqualTo(403);

            assertThat(get(management, "/actuator/prometheus", "Host: evil.example", key)
                            .status())
                    .isEqualTo(421);
            assertThat(get(management, "/actuator/health/readiness", "Host: 127.0.0.1:8081")
                            .status())
                    .isEqualTo(200);
            assertThat(get(management, "/actuator/health/readiness", "Host: 10.1.2.3:8081")
                            .status())
                    .as("not the address that the connection came to")
                    .isEqualTo(421);

            String next = "n".repeat(40);
            Files.writeString(secret, next);
            assertThat(get(api, "/api/summary", HOST, key).status()).isEqualTo(401);
            assertThat(get(api, "/api/summary", HOST, "Authorization: Bearer " + next)
                            .status())
                    .as("a rotated key needs no restart")
                    .isEqualTo(200);
            Files.delete(secret);
            assertThat(get(api, "/api/summary", HOST, "Authorization: Bearer " + next)
                            .status())
                    .as("nor does it stop anybody while it is being replaced")
                    .isEqualTo(200);
        }
    }

    private static Answer get(int port, String path, String... headers) throws IOException {
        return RawHttp.send(port, "GET", path, "", headers);
    }

    @Test
    void aManagementPortStandsWhereTheApiDoes() throws Exception {
        try (RunningBridge bridge = RunningBridge.startWithoutSamples(home, "--management.server.port=0")) {
            assertThat(bridge.setting("management.server.address")).isEqualTo("127.0.0.1");
            assertThat(get(management(bridge), "/actuator/prometheus", HOST).status())
                    .isEqualTo(200);
            assertThat(get(management(bridge), "/actuator/prometheus", "Host: evil.example")
                            .status())
                    .isEqualTo(421);
            assertThat(get(management(bridge), "/actuator/health/readiness", HOST)
                            .body())
                    .contains("delivery");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--server.address=0.0.0.0",
                "--server.address=::",
                "--server.address=",
                "--server.address=192.0.2.7",
                "--management.server.port=0 --management.server.address=0.0.0.0",
                "--server.ssl.enabled=false --server.address=0.0.0.0"
            })
    void itRefusesToListenWhereItWouldBeReadOnTheWay(String settings) {
        assertThatThrownBy(() -> start(settings.split(" ")))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContainingAll("address", "dhp.api.behind-proxy");
        assertThat(home.resolve("data/api-token")).doesNotExist();
    }

    private void start(String... settings) throws IOException {
        RunningBridge.startWithoutSamples(home, settings).close();
    }
}
