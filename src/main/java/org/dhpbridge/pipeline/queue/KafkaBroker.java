package org.dhpbridge.pipeline.queue;

import java.util.Properties;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.pipeline.Login;
import org.dhpbridge.pipeline.ParameterText;

/** Kafka consumers with the login and the trust of a source. */
public final class KafkaBroker extends DefaultKafkaClientFactory {

    private final Login login;
    private String security = "PLAINTEXT";
    private String mechanism = "PLAIN";
    private String trusted = "";

    public KafkaBroker(HomeFiles files) {
        login = new Login(files);
    }

    /** What its templates set as {@code login.user}, {@code login.password}, {@code login.passwordFile}. */
    public Login getLogin() {
        return login;
    }

    public void setSecurity(String value) {
        security = ParameterText.of(value);
    }

    public void setMechanism(String value) {
        mechanism = ParameterText.of(value);
    }

    public void setTrusted(String value) {
        trusted = ParameterText.of(value);
    }

    @Override
    public Consumer<?, ?> getConsumer(Properties settings) {
        return (Consumer<?, ?>) super.getConsumer(secured(settings));
    }

    Properties secured(Properties settings) {
        Properties all = new Properties();
        all.putAll(settings);
        all.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, security);
        if (!trusted.isBlank()) {
            all.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PEM");
            all.put(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, trusted);
        }
        if (!login.isAnonymous()) {
            all.put(SaslConfigs.SASL_MECHANISM, mechanism);
            all.put(SaslConfigs.SASL_JAAS_CONFIG, jaas());
        }
        return all;
    }

    private String jaas() {
        String module = mechanism.startsWith("SCRAM")
                ? "org.apache.kafka.common.security.scram.ScramLoginModule"
                : "org.apache.kafka.common.security.plain.PlainLoginModule";
        return module + " required username=" + quoted(login.user()) + " password=" + quoted(login.password()) + ";";
    }

    /** As Kafka's reader of login entries has it: within quotes, a backslash before a quote and before a backslash. */
    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
