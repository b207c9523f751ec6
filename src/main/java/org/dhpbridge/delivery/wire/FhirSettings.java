package org.dhpbridge.delivery.wire;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How the bridge talks to the platform's FHIR server.
 *
 * @param baseUrl the FHIR base, as {@code https://playground.dhp.uz/fhir}; preset by {@code dhp.environment}
 * @param connectTimeout how long to wait for a connection
 * @param socketTimeout how long the server may be silent in the middle of an answer
 * @param answerTimeout how long the content of an answer may take, however it trickles; its headers may take as
 *     long and {@code socket-timeout} more
 * @param maxAnswerSize the largest answer that is read
 * @param maxConnections how many requests may be under way at once; others wait for as long as it takes
 * @param sslBundle name of the Spring Boot SSL bundle ({@code spring.ssl.bundle.…}) whose trust store says which
 *     certificates are believed; without it those that the Java installation believes
 */
@Validated
@ConfigurationProperties("dhp.fhir")
public record FhirSettings(
        @NotNull(message = "set dhp.fhir.base-url to the platform's FHIR base, or choose a dhp.environment")
                URI baseUrl,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("30s") Duration socketTimeout,
        @DefaultValue("2m") Duration answerTimeout,
        @DefaultValue("32MB") DataSize maxAnswerSize,
        @Min(1) @DefaultValue("16") int maxConnections,
        String sslBundle) {

    /** The base without a slash at its end. */
    String base() {
        String base = baseUrl.toString();
        return base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    }
}
