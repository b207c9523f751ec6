package org.dhpbridge.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StableIdTest {

    /** The expected value is what Python's uuid.uuid5(uuid.NAMESPACE_URL, …) gives. */
    @Test
    void isAVersionFiveUuidOfTheUrlNameSpace() {
        assertThat(StableId.of("https://www.example.com/").value()).isEqualTo("3d3ed9d2-aa3d-5fa6-90e8-ed662e90f559");
    }
}
