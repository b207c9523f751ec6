package org.dhpbridge.alert;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.dhpbridge.console.page.Texts;
import org.dhpbridge.home.BridgeSettings;
import org.dhpbridge.ledger.Alerts;
import org.dhpbridge.mapping.SiteSettings;
import org.dhpbridge.pipeline.DeliveryGate;
import org.dhpbridge.pipeline.FilesAside;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mail.MailSender;

/** Which ways of alerting there are. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AlertSettings.class)
class AlertConfiguration {

    @Bean
    Watchman watchman(
            AlertSettings settings,
            ObjectMapper json,
            ObjectProvider<MailSender> mail,
            Alerts alerts,
            DeliveryGate gate,
            FilesAside aside,
            MeterRegistry meters,
            SiteSettings site,
            BridgeSettings bridge) {
        List<Channel> channels = new ArrayList<>();
        if (settings.webhook() != null) {
            channels.add(new Webhook(settings.webhook(), settings.webhookTokenFile(), json));
        }
        if (!settings.mailTo().isEmpty()) {
            channels.add(new Mail(sender(mail), settings.mailFrom(), settings.mailTo()));
        }
        DigestText text = new DigestText(Texts.in(settings.language()), site.zone());
        return new Watchman(
                channels, settings.every(), new NewsDigests(gate, aside, bridge.environment(), text), alerts, meters);
    }

    private static MailSender sender(ObjectProvider<MailSender> mail) {
        MailSender sender = mail.getIfAvailable();
        if (sender == null) {
            throw new IllegalStateException(
                    "dhp.alerts.mail-to is set, but no mail server is: set spring.mail.host, or leave dhp.alerts.mail-to out.");
        }
        return sender;
    }
}
