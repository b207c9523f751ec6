package org.dhpbridge.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BearerHeaderTest {

    @ParameterizedTest
    @ValueSource(strings = {"Bearer abc", "bearer abc", "BEARER   abc ", " Bearer\tabc"})
    void theSchemeIsWrittenInAnyCase(String header) {
        assertThat(BearerHeader.token(header)).hasValue("abc");
    }

    @Test
    void anotherSchemeHasNoToken() {
        assertThat(BearerHeader.token(null)).isEmpty();
        assertThat(BearerHeader.token("Basic abc")).isEmpty();
        assertThat(BearerHeader.token("Bearerabc")).isEmpty();
        assertThat(BearerHeader.token("Bearer")).hasValue("");
    }
}
