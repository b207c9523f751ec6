package org.dhpbridge.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyTest {

    private static final String OWN = "k".repeat(40);

    @TempDir
    Path home;

    private ApiKeyFile made() {
        return new ApiKeyFile(home, null);
    }

    @Test
    void itIsMadeOnceAndKept() throws IOException {
        ApiKey key = new ApiKey(made());
        String first = made().read();

        assertThat(key.matches(first)).isTrue();
        assertThat(new ApiKey(made()).matches(first)).isTrue();
        assertThat(made().read()).isEqualTo(first).matches("[A-Za-z0-9_-]{43}");
        try (var files = Files.list(home.resolve("data"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("api-token", "api-header");
        }
    }

    @Test
    void theHeaderFollowsAKeyThatSomebodyPutThere() throws IOException {
        Path token = Files.createDirectories(home.resolve("data")).resolve("api-token");
        Files.writeString(token, OWN + "\r\n");
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-r--r--"));

        ApiKey key = new ApiKey(made());

        assertThat(key.matches(OWN)).isTrue();
        assertThat(home.resolve("data/api-header")).hasContent("Authorization: Bearer " + OWN);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(token)))
                .isEqualTo("rw-------");
    }

    @Test
    void aFileOfTheSitesIsReadAgainAndNeverWritten() throws IOException {
        Path secret = Files.writeString(home.resolve("secret"), OWN);
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("r--r-----"));
        ApiKey key = new ApiKey(new ApiKeyFile(home, secret));
        assertThat(key.matches(OWN)).isTrue();
        assertThat(home.resolve("data")).doesNotExist();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                .isEqualTo("r--r-----");

        Files.delete(secret);
        assertThat(key.matches(OWN)).as("while it is being replaced").isTrue();
        Files.writeString(secret, "n".repeat(40));
        assertThat(key.matches(OWN)).isFalse();
        assertThat(key.matches("n".repeat(40))).isTrue();
        assertThat(key.matches("")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "short",
                "with blanks in it, and long enough to be a key otherwise",
                "ключ-ключ-ключ-ключ-ключ-ключ-ключ",
                "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk\nkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk"
            })
    void whatIsNoKeyIsRefusedAndNotShown(String text) throws IOException {
        Path secret = Files.writeString(home.resolve("secret"), text);

        assertThatThrownBy(() -> new ApiKey(new ApiKeyFile(home, secret)))
                .isInstanceOf(ApiKeyUnusableException.class)
                .hasMessage("The file " + secret
                        + " holds no API key: one line of at least 32 letters, digits and -._~+/= is one.");
        assertThatThrownBy(() -> new ApiKey(new ApiKeyFile(home, home.resolve("missing"))))
                .isInstanceOf(ApiKeyUnusableException.class)
                .hasMessageContaining("is not there");
    }

    @Test
    void aFolderThatCannotBeWrittenIsTold() throws IOException {
        Files.writeString(home.resolve("data"), "a file where the folder should be");

        assertThatThrownBy(() -> new ApiKey(made()))
                .isInstanceOf(ApiKeyUnusableException.class)
                .hasMessageContaining("cannot be read or written");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "http://bridge.example.uz", "bridge.example.uz/api", "*.example.uz", "a b", "", "a:b"})
    void whatIsNoHostNameIsRefused(String name) {
        assertThatThrownBy(() -> new ApiSettings(List.of("ok.example.uz", name), null, false))
                .hasMessageContainingAll("dhp.api.hosts", "is no host name");
    }

    @Test
    void whatIsOneIsTaken() {
        assertThat(new ApiSettings(
                                List.of("Bridge.example.uz:8443", "192.0.2.7", "[2001:db8::7]:1", "2001:db8::7"),
                                null,
                                false)
                        .hosts())
                .hasSize(4);
    }
}
