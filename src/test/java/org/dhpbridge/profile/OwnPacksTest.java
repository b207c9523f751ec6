package org.dhpbridge.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.dhpbridge.Shared;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnPacksTest {

    @ParameterizedTest
    @ValueSource(strings = {"0.7.0", "0.3.0"})
    void theCommittedPackIsWhatTheTablesOfFactsSay(String version) throws IOException {
        Path facts = Shared.folder().resolve("dhp/facts").resolve(version);
        Path folder = Path.of("profiles/uz-core-" + version);
        if (Boolean.getBoolean("dhp.regenerate")) {
            PackGenerator.regenerate(facts, folder);
        }
        for (Map.Entry<String, String> file : PackGenerator.files(facts).entrySet()) {
            Path committed = folder.resolve(file.getKey());
            assertThat(Files.readString(committed))
                    .as("%s: run with -Ddhp.regenerate=true to rewrite it", committed)
                    .isEqualTo(file.getValue());
            assertThat(Files.size(committed)).isLessThan(400_000);
        }
    }
}
