package org.dhpbridge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import org.dhpbridge.conformance.ResourceCheck;
import org.dhpbridge.start.RemediableFailureAnalyzer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.web.embedded.EmbeddedWebServerFactoryCustomizerAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.embedded.tomcat.TomcatWebServer;
import org.springframework.boot.web.servlet.context.AnnotationConfigServletWebServerApplicationContext;

class SandboxTest {

    private static Sandbox start(int port) {
        return Sandbox.start(Sandboxes.settings(Map.of("port", port)), resource -> List.of());
    }

    @Test
    void listensOnLoopbackOnly() throws IOException {
        try (Sandbox sandbox = start(0)) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), sandbox.port())) {
                assertThat(socket.isConnected()).isTrue();
            }
            for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
                for (InetAddress address : network.inetAddresses().toList()) {
                    if (!address.isLoopbackAddress()) {
                        assertThatThrownBy(() -> new Socket(address, sandbox.port()).close())
                                .isInstanceOf(IOException.class);
                    }
                }
            }
        }
    }

    @Test
    void aTakenPortSaysWhatToSet() {
        try (Sandbox sandbox = start(0)) {
            assertThatThrownBy(() -> start(sandbox.port()).close())
                    .isInstanceOf(SandboxPortTakenException.class)
                    .hasMessageContaining(Integer.toString(sandbox.port()));
        }
    }

    @Test
    void atTheStartOfTheBridgeATakenPortIsASentenceAndNoStackTrace() {
        var analysis = new RemediableFailureAnalyzer()
                .analyze(new IllegalStateException(new SandboxPortTakenException(8090, new IOException())));

        assertThat(analysis.getDescription()).contains("8090");
        assertThat(analysis.getAction()).contains("dhp.sandbox.port");
    }

    @Test
    void theRootSaysWhatThisIsAndCountersAreReadable() {
        try (Sandbox sandbox = start(0)) {
            SandboxClient client = new SandboxClient(sandbox);
            String root = "http://localhost:" + sandbox.port();
            client.get("/Patient");

            assertThat(client.get(root + "/").text()).contains(root + "/fhir");
            assertThat(client.get(root + "/nothing").status()).isEqualTo(404);
            assertThat(client.get(root + "/stats")
                            .json()
                            .path("requests")
                            .path("search-type")
                            .asInt())
                    .isEqualTo(1);
        }
    }

    @Test
    void theBridgesOwnWebServerStaysTomcat() {
        new WebApplicationContextRunner(AnnotationConfigServletWebServerApplicationContext::new)
                .withConfiguration(AutoConfigurations.of(
                        ServletWebServerFactoryAutoConfiguration.class,
                        EmbeddedWebServerFactoryCustomizerAutoConfiguration.class,
                        DispatcherServletAutoConfiguration.class))
                .withPropertyValues("server.port=0")
                .run(context -> assertThat(((AnnotationConfigServletWebServerApplicationContext)
                                        context.getSourceApplicationContext())
                                .getWebServer())
                        .isInstanceOf(TomcatWebServer.class));
    }

    @Test
    void aMisspeltSettingStopsTheStart() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(ConfigurationPropertiesAutoConfiguration.class))
                .withUserConfiguration(SandboxConfiguration.class)
                .withBean(ResourceCheck.class, () -> resource -> List.of())
                .withPropertyValues("dhp.sandbox.port=0", "dhp.sandbox.faults[0].kind=error")
                .run(context -> assertThat(context).hasFailed());
    }

    @Test
    void runsInTheSandboxEnvironmentAndInNoOther() {
        ApplicationContextRunner runner = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(ConfigurationPropertiesAutoConfiguration.class))
                .withUserConfiguration(SandboxConfiguration.class)
                .withBean(ResourceCheck.class, () -> resource -> List.of())
                .withPropertyValues("dhp.sandbox.port=0");

        runner.run(context ->
                assertThat(context.getBean(SandboxLifecycle.class).isRunning()).isTrue());
        runner.withPropertyValues("dhp.environment=playground")
                .run(context -> assertThat(context).doesNotHaveBean(SandboxLifecycle.class));
        runner.withPropertyValues("dhp.sandbox.port=70000")
                .run(context -> assertThat(context).hasFailed());
    }
}
