package org.dhpbridge.oauth;

import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OAuthSettings.class)
class OAuthConfiguration {

    @Bean
    AccessTokens accessTokens(OAuthSettings settings) {
        return new AccessTokens(settings, Clock.systemUTC());
    }
}
