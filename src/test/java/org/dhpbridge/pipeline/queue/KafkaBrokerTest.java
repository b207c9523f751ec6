package org.dhpbridge.pipeline.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.dhpbridge.home.HomeFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaBrokerTest {

    private static final String DIFFICULT = "#a\"b\\c;d='e' {f}";

    private final KafkaBroker broker = new KafkaBroker(new HomeFiles(Path.of("target/no-home")));

    @TempDir
    Path folder;

    @Test
    void aPasswordIsReadAsItIs() {
        broker.getLogin().setUser("text:bridge");
        broker.getLogin().setPassword("text:" + DIFFICULT);

        assertThat(login()).containsEntry("username", "bridge").containsEntry("password", DIFFICULT);
    }

    @Test
    void aPasswordOutOfAFileIsReadForEveryConsumer() throws Exception {
        Path file = folder.resolve("password");
        broker.getLogin().setUser("text:bridge");
        broker.getLogin().setPasswordFile("text:" + file);

        Files.writeString(file, DIFFICULT + "\n");
        assertThat(login()).containsEntry("password", DIFFICULT);
        Files.writeString(file, "new");
        assertThat(login()).containsEntry("password", "new");
    }

    @Test
    void withoutUserThereIsNoLogin() {
        broker.setSecurity("text:SSL");
        broker.setTrusted("text:/etc/ca.pem");

        assertThat(broker.secured(new Properties()))
                .containsEntry("security.protocol", "SSL")
                .containsEntry("ssl.truststore.location", "/etc/ca.pem")
                .doesNotContainKey("sasl.jaas.config");
    }

    /** As Kafka's own client reads it. */
    private Map<String, Object> login() {
        String written = (String) broker.secured(new Properties()).get("sasl.jaas.config");
        return Map.copyOf(JaasContext.loadClientContext(Map.of("sasl.jaas.config", new Password(written)))
                .configurationEntries()
                .get(0)
                .getOptions());
    }
}
