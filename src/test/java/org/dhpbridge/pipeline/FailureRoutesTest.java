package org.dhpbridge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;

/** {@code failures.yaml} does what the table of kinds says, and who changes it is told. */
class FailureRoutesTest {

    private static final Path FAILURES = Path.of("routes/pipeline/failures.yaml");

    @Test
    void theRoutesDoWhatTheTableOfKindsSays() throws Exception {
        assertThat(differences(Files.readString(FAILURES))).isEmpty();
    }

    @Test
    void aFileThatIsOlderThanAKindIsTold() throws Exception {
        String older = Files.readString(FAILURES).replace("            - org.dhpbridge.delivery.WaitingFailure\n", "");

        assertThat(differences(older))
                .singleElement()
                .asString()
                .contains("WaitingFailure", "direct:retry-later", "but to direct:dead-letter");
    }

    private static List<String> differences(String failures) throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            PluginHelper.getRoutesLoader(camel)
                    .loadRoutes(ResourceHelper.fromBytes("failures.yaml", failures.getBytes(StandardCharsets.UTF_8)));
            return FailureRoutes.differences(camel);
        }
    }
}
