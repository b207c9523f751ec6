package org.dhpbridge.source.hl7;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class DictionaryTest {

    @Test
    void committedDictionaryIsWhatTheGeneratorWrites() throws Exception {
        assertThat(Files.readString(DictionaryGenerator.FILE))
                .as("run DictionaryGenerator.main to renew it")
                .isEqualTo(DictionaryGenerator.generate());
    }
}
