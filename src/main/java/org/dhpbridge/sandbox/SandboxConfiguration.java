package org.dhpbridge.sandbox;

import org.dhpbridge.conformance.ResourceCheck;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Runs the sandbox inside the bridge while {@code dhp.environment} is {@code sandbox}, and in no other. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "dhp.environment", havingValue = "sandbox", matchIfMissing = true)
@EnableConfigurationProperties(SandboxSettings.class)
class SandboxConfiguration {

    @Bean
    SandboxLifecycle sandboxLifecycle(SandboxSettings settings, ResourceCheck check) {
        return new SandboxLifecycle(settings, check);
    }
}
