package org.dhpbridge.oauth;

import java.time.Clock;
import javax.net.ssl.SSLContext;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OAuthSettings.class)
class OAuthConfiguration {

    @Bean
    AccessTokens accessTokens(
            OAuthSettings settings, ObjectProvider<SslBundles> sslBundles, ApplicationEventPublisher events) {
        SSLContext trust = settings.sslBundle() == null
                ? null
                : sslBundles.getObject().getBundle(settings.sslBundle()).createSslContext();
        return new AccessTokens(settings, trust, Clock.systemUTC(), events::publishEvent);
    }
}
