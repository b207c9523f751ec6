package org.dhpbridge.delivery;

import ca.uhn.fhir.context.FhirContext;
import java.time.Clock;
import org.apache.camel.ProducerTemplate;
import org.dhpbridge.ledger.Links;
import org.dhpbridge.oauth.AccessTokens;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DeliverySettings.class)
class DeliveryConfiguration {

    @Bean
    Delivery delivery(
            ProducerTemplate camel,
            AccessTokens tokens,
            FhirSettings fhir,
            DeliverySettings settings,
            Links links,
            FhirContext context) {
        FhirGateway gateway = new FhirGateway(camel, tokens, fhir.base());
        return new Delivery(gateway, settings, links, new Merge(context), new ServerOffer(gateway, Clock.systemUTC()));
    }
}
