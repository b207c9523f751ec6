package org.dhpbridge.access;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import org.dhpbridge.access.ApiRefusal.RefusalReason;
import org.dhpbridge.http.HostNames;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointProperties;
import org.springframework.boot.actuate.autoconfigure.security.servlet.EndpointRequest;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.AndRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * The filter chains of what programs use: the actuator, and everything else. What is open without the key is named here, one by
 * one; all other paths need it. A chain for people's pages goes before them, with {@link PagePaths}.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
@EnableConfigurationProperties(ApiSettings.class)
class AccessConfiguration {

    private static final int ACTUATOR_CHAIN = 1000;
    private static final int LAST_CHAIN = 2000;

    /** Numbers and names, nothing of a message. */
    private static final String[] OPEN_ENDPOINTS = {"health", "info", "metrics", "prometheus", "sbom"};

    private static final List<String> OPEN_PATHS =
            List.of("/api/messages", "/api/messages/{id:\\d+}", "/api/summary", "/api/status", "/api/unmapped");

    private static final RequestMatcher READING =
            request -> request.getMethod().equals("GET") || request.getMethod().equals("HEAD");

    @Bean
    Exposure exposure(Environment environment) {
        return Exposure.of(environment);
    }

    @Bean
    ApiKey apiKey(Environment environment) {
        return new ApiKey(ApiKeyFile.of(environment));
    }

    @Bean
    ProbePaths probePaths(WebEndpointProperties endpoints) {
        return new ProbePaths(endpoints.getBasePath());
    }

    @Bean
    HttpFirewall httpFirewall(
            ApiSettings settings, Exposure exposure, ProbePaths probes, ObjectProvider<PagePaths> pages) {
        HostNames names = new HostNames(settings.hosts());
        exposure.addresses().forEach(names::add);
        List<String> prefixes =
                pages.stream().flatMap(page -> page.prefixes().stream()).toList();
        return new GuardedFirewall(names, probes, new PagePaths(prefixes), settings.behindProxy());
    }

    @Bean
    RequestRejectedHandler requestRejectedHandler(ApplicationEventPublisher events) {
        return new RefusalAnswer(publishing(events));
    }

    @Bean
    ClientAddress clientAddress(ApiSettings settings) {
        return new ClientAddress(settings.behindProxy());
    }

    @Bean
    KeyChain keyChain(ApiKey key, ClientAddress addresses, Clock clock, ApplicationEventPublisher events) {
        Consumer<RefusalReason> refusals = publishing(events);
        return new KeyChain(new KeyFilter(key, new WrongKeys(clock), addresses::of, refusals), new KeyNeeded(refusals));
    }

    @Bean
    @Order(ACTUATOR_CHAIN)
    SecurityFilterChain actuator(HttpSecurity http, KeyChain keys, Exposure exposure, ProbePaths probes)
            throws Exception {
        http.securityMatcher(EndpointRequest.toAnyEndpoint()).authorizeHttpRequests(rules -> {
            rules.requestMatchers(probes).permitAll();
            if (!exposure.isManagementOpenToOthers()) {
                rules.requestMatchers(new AndRequestMatcher(READING, EndpointRequest.to(OPEN_ENDPOINTS)))
                        .permitAll();
                rules.requestMatchers(new AndRequestMatcher(READING, EndpointRequest.toLinks()))
                        .permitAll();
            }
            rules.anyRequest().authenticated();
        });
        return keys.complete(http);
    }

    @Bean
    @Order(LAST_CHAIN)
    SecurityFilterChain everythingElse(HttpSecurity http, KeyChain keys, Exposure exposure) throws Exception {
        http.securityMatcher("/**").authorizeHttpRequests(rules -> {
            // what an error or a streamed answer forwards to was let in before
            rules.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.FORWARD, DispatcherType.ASYNC)
                    .permitAll();
            if (!exposure.isApiOpenToOthers()) {
                for (String path : OPEN_PATHS) {
                    RequestMatcher shown = new AndRequestMatcher(
                            READING,
                            PathPatternRequestMatcher.withDefaults().matcher(path),
                            request -> !asksForPayload(request));
                    rules.requestMatchers(shown).permitAll();
                }
            }
            rules.anyRequest().authenticated();
        });
        return keys.complete(http);
    }

    /** Whatever way of saying yes the parameter's reader may know: only {@code false} is no. */
    private static boolean asksForPayload(HttpServletRequest request) {
        String[] values = request.getParameterValues("payload");
        return values != null && !List.of(values).stream().allMatch("false"::equals);
    }

    private static Consumer<RefusalReason> publishing(ApplicationEventPublisher events) {
        return reason -> events.publishEvent(new ApiRefusal(reason));
    }

    /** What both chains have in common: the key, no session, no pages. */
    record KeyChain(KeyFilter filter, KeyNeeded needed) {

        SecurityFilterChain complete(HttpSecurity http) throws Exception {
            return http.sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                    .csrf(AbstractHttpConfigurer::disable) // no cookie knows a caller, and a form is refused with 415
                    .formLogin(AbstractHttpConfigurer::disable)
                    .httpBasic(AbstractHttpConfigurer::disable)
                    .logout(AbstractHttpConfigurer::disable)
                    .requestCache(AbstractHttpConfigurer::disable)
                    .anonymous(Customizer.withDefaults())
                    .addFilterBefore(filter, AnonymousAuthenticationFilter.class)
                    .exceptionHandling(handling -> handling.authenticationEntryPoint(needed))
                    .headers(headers -> headers.contentSecurityPolicy(
                                    policy -> policy.policyDirectives(Problem.CONTENT_SECURITY_POLICY))
                            .referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER))
                            .crossOriginResourcePolicy(policy -> policy.policy(CrossOriginResourcePolicy.SAME_ORIGIN)))
                    .build();
        }
    }
}
