package org.dhpbridge.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dhpbridge.sandbox.Sandbox;
import org.dhpbridge.sandbox.Sandboxes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** The doctor says what keeps people from signing in, and what to do, before they try. */
class ConsoleCheckTest {

    private static Sandbox sandbox;

    @BeforeAll
    static void start() {
        sandbox = Sandboxes.start(Map.of("clients.sandbox", "sandbox"));
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    private static List<Finding> examined(Map<String, String> changes) {
        String sso = "http://localhost:" + sandbox.port() + "/sso";
        Map<String, Object> properties = new HashMap<>(Map.of(
                "dhp.console.enabled", "true",
                "dhp.console.authorization-uri", sso + "/",
                "dhp.console.token-uri", sso + "/oauth/token",
                "dhp.console.jwk-set-uri", sso + "/oauth/jwks",
                "dhp.console.client-id", "sandbox",
                "dhp.console.client-secret", "sandbox",
                "dhp.console.roles.operator", "role:operator"));
        properties.putAll(changes);
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("settings", properties));
        List<Finding> findings = new ArrayList<>();
        new ConsoleCheck(new Settings(environment), findings::add).run();
        return findings;
    }

    @Test
    void aConsoleThatPeopleCanSignInToIsWell() {
        assertThat(examined(Map.of())).containsExactly(Finding.ok("console", "on; people sign in at localhost"));
        assertThat(examined(Map.of("dhp.console.enabled", "false")))
                .containsExactly(Finding.ok("console", "off (dhp.console.enabled)"));
    }

    @ParameterizedTest
    @CsvSource({
        "authorization-uri, sso.example.uz, is no address",
        "token-uri, '', is not set",
        "client-id, '', client-id is not set",
        "client-secret, '', has no secret",
        "client-secret-file, /nowhere/secret, is not there",
        "base-url, http://bridge.example.uz, base-url is http://bridge.example.uz",
        "base-url, bridge.example.uz, base-url is bridge.example.uz",
        "jwk-set-uri, '', nothing says who signed in",
        "jwk-set-uri, http://localhost:9/jwks, nobody listens there",
        "jwk-set-uri, jwks, is no address",
        "public-key-file, /nowhere/key.pem, is not there",
        "roles.operator, operator, has an entry that is none",
    })
    void whatIsWrongIsNamedWithWhatToDo(String setting, String value, String facts) {
        assertThat(examined(Map.of("dhp.console." + setting, value))).anySatisfy(finding -> {
            assertThat(finding.status()).isEqualTo(Finding.Status.FAILED);
            assertThat(finding.facts()).contains(facts);
            assertThat(finding.fix()).isNotBlank();
        });
    }

    @Test
    void anAddressWithoutKeysIsFound() {
        String page = "http://localhost:" + sandbox.port() + "/sso/";

        assertThat(examined(Map.of("dhp.console.jwk-set-uri", page)))
                .anySatisfy(finding -> assertThat(finding.facts()).contains("without any key"));
    }

    @Test
    void aConsoleThatNobodyMayEnterIsAWarning() {
        assertThat(examined(Map.of("dhp.console.roles.operator", "", "dhp.console.roles.reveal", "role:operator")))
                .anySatisfy(finding -> {
                    assertThat(finding.status()).isEqualTo(Finding.Status.WARNING);
                    assertThat(finding.facts()).isEqualTo("nobody may come in");
                });
    }
}
