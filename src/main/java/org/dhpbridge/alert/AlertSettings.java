package org.dhpbridge.alert;

import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.dhpbridge.console.page.Language;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Alerts: a digest of what could not be sent, by cause and without personal data. Off unless a webhook or a mail address is set.
 *
 * @param webhook where the digest is posted as JSON, with a summary as {@code text}; without it nothing is posted
 * @param webhookTokenFile a file with the token that is sent as {@code Authorization: Bearer}; without it none is sent
 * @param mailTo addresses that the digest is mailed to, through the server of {@code spring.mail.host}; without any nothing is mailed
 * @param mailFrom sender of the mails
 * @param language the language of what people read: {@code uz}, {@code ru} or {@code en}; what programs read is the same in each
 * @param every how often at most; what happens in between is in the next digest
 */
@Validated
@ConfigurationProperties("dhp.alerts")
public record AlertSettings(
        URI webhook,
        Path webhookTokenFile,
        @DefaultValue List<String> mailTo,
        @DefaultValue("dhp-bridge@localhost") String mailFrom,
        @NotNull @DefaultValue("en") Language language,
        @NotNull @DefaultValue("1h") Duration every) {}
