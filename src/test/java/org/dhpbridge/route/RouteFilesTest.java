package org.dhpbridge.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.impl.DefaultCamelContext;
import org.dhpbridge.home.HomeFiles;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteFilesTest {

    private static final String FILE = "routes/pipeline/transform.yaml";

    @TempDir
    Path home;

    @ParameterizedTest
    @CsvSource({
        "- route:, - rute:, 'Unknown node id: rute in " + FILE + ", line 2'",
        "ref: transformer, reff: transformer, 'Unsupported field: reff in " + FILE + ", line 16'",
        "steps:, stepz:, 'Unsupported field: stepz in " + FILE + ", line 9'"
    })
    void aMistakeInASitesCopyIsToldWithFileAndLineAndWithoutQuotingIt(String right, String wrong, String sentence)
            throws IOException {
        Path copy = home.resolve(FILE);
        Files.createDirectories(copy.getParent());
        Files.writeString(copy, Files.readString(Path.of(FILE)).replace(right, wrong));

        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            RouteFiles files = new RouteFiles(new HomeFiles(home), 0);
            WrongRouteException told =
                    catchThrowableOfType(WrongRouteException.class, () -> files.beforeApplicationStart(camel));

            assertThat(told)
                    .hasMessageStartingWith("The routes cannot be loaded: " + sentence)
                    .hasMessageNotContaining("\n");
            assertThat(told.action()).contains("the bundled one of the same path counts again");
        }
    }
}
