package org.dhpbridge.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostNamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "[::1]", "::1", "0:0:0:0:0:0:0:1"})
    void theseAreThisMachine(String host) {
        assertThat(HostNames.isLoopback(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost.example.uz", "127.0.0.1.example.uz", "[2001:db8::1]", "localhost:8080", ""})
    void theseAreNot(String host) {
        assertThat(HostNames.isLoopback(host)).isFalse();
    }

    @Test
    void whatHasNoHostIsNot() {
        assertThat(HostNames.isLoopback(null)).isFalse();
    }
}
