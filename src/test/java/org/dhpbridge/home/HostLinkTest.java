package org.dhpbridge.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostLinkTest {

    @TempDir
    Path home;

    @Test
    void aLinkIsGoodOnce() throws Exception {
        String secret = HostLink.make(home);

        assertThat(HostLink.redeem(home, secret, Instant.now())).isTrue();
        assertThat(HostLink.redeem(home, secret, Instant.now())).isFalse();
    }

    @Test
    void aLinkIsGoodForFiveMinutes() throws Exception {
        String secret = HostLink.make(home);
        assertThat(HostLink.redeem(home, secret, Instant.now().plus(Duration.ofMinutes(6))))
                .isFalse();
        assertThat(HostLink.redeem(home, secret, Instant.now()))
                .as("it is used up")
                .isFalse();
    }

    @Test
    void theSecretStandsInNoFile() throws Exception {
        String secret = HostLink.make(home);

        try (Stream<Path> files = Files.walk(home)) {
            assertThat(files.map(Path::toString)).noneMatch(name -> name.contains(secret));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "../../ledger.mv.db", "..%2f", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void whatIsNoLinkIsRefused(String secret) throws Exception {
        HostLink.make(home);

        assertThat(HostLink.redeem(home, secret, Instant.now())).isFalse();
    }

    @Test
    void theAddressOfTheBridgeIsKeptForALinkAndNothingElseIsTakenForOne() throws Exception {
        assertThat(HostLink.address(home)).isEmpty();
        HostLink.keepAddress(home, "http://localhost:8081");
        assertThat(HostLink.address(home)).contains("http://localhost:8081");

        Files.writeString(home.resolve("data/console-address"), "http://localhost@evil.example/x");
        assertThat(HostLink.address(home)).isEmpty();
    }
}
