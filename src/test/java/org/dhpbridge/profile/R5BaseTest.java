package org.dhpbridge.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;

class R5BaseTest {

    @Test
    void theCommittedBaseKnowledgeIsWhatHapiDefines() throws IOException {
        if (Boolean.getBoolean("dhp.regenerate")) {
            R5BaseGenerator.regenerate();
        }
        for (Map.Entry<String, String> file : R5BaseGenerator.files().entrySet()) {
            assertThat(Files.readString(R5BaseGenerator.FOLDER.resolve(file.getKey())))
                    .as("%s: run with -Ddhp.regenerate=true to rewrite it", file.getKey())
                    .isEqualTo(file.getValue());
        }
    }
}
