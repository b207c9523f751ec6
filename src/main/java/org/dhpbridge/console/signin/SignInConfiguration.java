package org.dhpbridge.console.signin;

import jakarta.servlet.DispatcherType;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import javax.net.ssl.SSLContext;
import org.dhpbridge.access.ClientAddress;
import org.dhpbridge.access.PagePaths;
import org.dhpbridge.access.Problem;
import org.dhpbridge.audit.Audit;
import org.dhpbridge.audit.AuditAction;
import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.kernel.Digests;
import org.dhpbridge.ledger.Sessions;
import org.dhpbridge.pipeline.KeySearch;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenValidator;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.PkceParameterNames;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.session.web.http.CookieHttpSessionIdResolver;
import org.springframework.session.web.http.DefaultCookieSerializer;
import org.springframework.session.web.http.SessionRepositoryFilter;

/** How people sign in to the console, and what their sessions are like. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ConsoleSettings.class)
@ConsoleFeature
class SignInConfiguration {

    private static final int CONSOLE_CHAIN = 100;
    private static final int API_CHAIN = 200;

    static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
                    + " form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    /** Forms of these pages are no JSON, and a link may lead to them: what guards the API lets that through. */
    @Bean
    PagePaths consolePages() {
        return new PagePaths(List.of("/console"));
    }

    /** People look for messages by what they know of them. */
    @Bean
    KeySearch keySearch() {
        return new KeySearch();
    }

    @Bean
    PublicAddress publicAddress(ConsoleSettings settings) {
        return new PublicAddress(settings.baseUrl());
    }

    @Bean
    HostLinks hostLinks(HomeFiles files, Clock clock) {
        return new HostLinks(files.home(), clock);
    }

    @Bean
    Sso sso(ConsoleSettings settings, ObjectProvider<SslBundles> bundles) {
        SSLContext trust = settings.sslBundle() == null
                ? null
                : bundles.getObject().getBundle(settings.sslBundle()).createSslContext();
        return new Sso(settings, trust);
    }

    /** Found by type by Spring Security, for id_tokens. */
    @Bean
    JwtDecoderFactory<ClientRegistration> idTokenDecoders(Sso sso) {
        return registration -> {
            NimbusJwtDecoder decoder = sso.decoder();
            decoder.setJwtValidator(new OidcIdTokenValidator(registration));
            return decoder;
        };
    }

    @Bean
    FilterRegistrationBean<SessionRepositoryFilter<SharedSession>> consoleSessions(
            ConsoleSettings settings, PublicAddress address, Sessions kept, Clock clock) {
        DefaultCookieSerializer cookie = new DefaultCookieSerializer();
        cookie.setCookieName(address.isSecure() ? "__Host-dhp-console" : "dhp-console");
        cookie.setUseHttpOnlyCookie(true);
        cookie.setUseSecureCookie(address.isSecure());
        cookie.setCookiePath("/");
        // Strict would lose the session on the way back from the SSO
        cookie.setSameSite("Lax");
        CookieHttpSessionIdResolver ids = new CookieHttpSessionIdResolver();
        ids.setCookieSerializer(cookie);
        SessionRepositoryFilter<SharedSession> filter =
                new SessionRepositoryFilter<>(new SharedSessions(kept, settings.idle(), rules(settings), clock));
        filter.setHttpSessionIdResolver(ids);
        FilterRegistrationBean<SessionRepositoryFilter<SharedSession>> registration =
                new FilterRegistrationBean<>(filter);
        registration.setOrder(SessionRepositoryFilter.DEFAULT_ORDER);
        registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR);
        return registration;
    }

    /** Who may do what, in a word. */
    private static String rules(ConsoleSettings settings) {
        return Digests.sha256Hex(
                settings.roles() + "\n" + new TreeSet<>(settings.organizations()) + "\n" + settings.claims());
    }

    @Bean
    @Order(CONSOLE_CHAIN)
    SecurityFilterChain console(
            HttpSecurity http,
            ConsoleSettings settings,
            PublicAddress address,
            ClientAddress addresses,
            Sso sso,
            Audit audit,
            Clock clock)
            throws Exception {
        ConsoleClient client = new ConsoleClient(settings);
        ClientRegistrationRepository registrations =
                id -> ConsoleClient.REGISTRATION.equals(id) ? client.registration() : null;
        People people = new People(settings, client, sso, tokens(settings, sso), new Admittance(settings, clock));
        SignInEnds ends = new SignInEnds(audit, settings.authorizationUri().getHost());
        Throttle throttle = new Throttle(settings.signInsAMinute(), Duration.ofMinutes(1), clock);
        Refusals refusals = new Refusals(audit);
        Wishes wishes = new Wishes(address.isSecure());
        ends.setRequestCache(wishes);
        http.securityMatcher("/", "/console", "/console/**")
                .authorizeHttpRequests(rules -> rules.requestMatchers(
                                "/",
                                "/console/sign-in",
                                "/console/language/*",
                                "/console/assets/**",
                                "/console/link/*",
                                "/console/refused")
                        .permitAll()
                        .requestMatchers("/console/audit", "/console/audit/**")
                        .hasAuthority(Right.ADMINISTER.name())
                        .anyRequest()
                        .hasAuthority(Right.VIEW.name()))
                .oauth2Login(login -> login.loginPage("/console/sign-in")
                        .clientRegistrationRepository(registrations)
                        .authorizedClientRepository(new ForgottenTokens())
                        .authorizationEndpoint(
                                page -> page.authorizationRequestResolver(resolver(registrations, settings, address)))
                        .redirectionEndpoint(back -> back.baseUri(PublicAddress.CALLBACK))
                        .tokenEndpoint(token ->
                                token.accessTokenResponseClient(new TokenExchange(sso, settings.tokenParameters())))
                        .userInfoEndpoint(user -> user.userService(request -> people.operator(request, null))
                                .oidcUserService(request -> people.operator(request, request.getIdToken())))
                        .successHandler(ends)
                        .failureHandler(ends))
                .logout(logout -> logout.logoutUrl("/console/sign-out")
                        .addLogoutHandler((request, response, authentication) -> {
                            if (authentication != null && authentication.getPrincipal() instanceof Operator operator) {
                                audit.keep(operator.who(), AuditAction.SIGN_OUT, null, null);
                            }
                        })
                        .logoutSuccessUrl("/console/sign-in?problem=" + SignInProblem.SIGNED_OUT.code()))
                .addFilterBefore(
                        new SessionWatch(settings.longest(), clock, address, throttle, addresses),
                        OAuth2AuthorizationRequestRedirectFilter.class)
                .requestCache(cache -> cache.requestCache(wishes))
                .exceptionHandling(
                        handling -> handling.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
                .headers(headers -> headers.contentSecurityPolicy(
                                policy -> policy.policyDirectives(CONTENT_SECURITY_POLICY))
                        // no-referrer would make the Origin of forms null
                        .referrerPolicy(policy -> policy.policy(ReferrerPolicy.SAME_ORIGIN))
                        .crossOriginOpenerPolicy(policy -> policy.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
                        .crossOriginResourcePolicy(policy -> policy.policy(CrossOriginResourcePolicy.SAME_ORIGIN)));
        return http.build();
    }

    /** The API for programs in the browser of somebody who is signed in; all others go by the key. */
    @Bean
    @Order(API_CHAIN)
    SecurityFilterChain apiOfPeople(HttpSecurity http, ConsoleSettings settings, Audit audit, Clock clock)
            throws Exception {
        String everybody = Right.VIEW.name();
        String operators = Right.OPERATE.name();
        return http.securityMatcher(new SignedIn(settings.longest(), clock))
                .authorizeHttpRequests(rules -> rules.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                        .permitAll()
                        .requestMatchers(HttpMethod.GET, "/api/messages/export")
                        .hasAuthority(operators)
                        .requestMatchers(HttpMethod.GET, "/api/**")
                        .hasAuthority(everybody)
                        .anyRequest()
                        .hasAuthority(operators))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .exceptionHandling(handling -> handling.accessDeniedHandler(new ApiRefusals(audit)))
                .headers(headers -> headers.contentSecurityPolicy(
                                policy -> policy.policyDirectives(Problem.CONTENT_SECURITY_POLICY))
                        .referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER))
                        .crossOriginResourcePolicy(policy -> policy.policy(CrossOriginResourcePolicy.SAME_ORIGIN)))
                .build();
    }

    /** Access tokens: by the SSO's keys, valid now, of the issuer when it is known, and meant for this client. */
    private static JwtDecoder tokens(ConsoleSettings settings, Sso sso) {
        if (!sso.hasKeys()) {
            return null;
        }
        NimbusJwtDecoder decoder = sso.decoder();
        decoder.setJwtValidator(TokenChecks.of(settings.issuer(), settings.clientId()));
        return decoder;
    }

    private static OAuth2AuthorizationRequestResolver resolver(
            ClientRegistrationRepository registrations, ConsoleSettings settings, PublicAddress address) {
        DefaultOAuth2AuthorizationRequestResolver resolver =
                new DefaultOAuth2AuthorizationRequestResolver(registrations, "/console/oauth2/authorization");
        resolver.setAuthorizationRequestCustomizer(request -> {
            request.redirectUri(address.callback());
            request.additionalParameters(parameters -> parameters.putAll(settings.authorizationParameters()));
            if (settings.pkce() == ConsoleSettings.Pkce.HEX) {
                hexChallenge(request);
            }
        });
        return resolver;
    }

    private static void hexChallenge(OAuth2AuthorizationRequest.Builder request) {
        request.attributes(attributes -> {
            String verifier = (String) attributes.get(PkceParameterNames.CODE_VERIFIER);
            request.additionalParameters(parameters -> {
                parameters.put(PkceParameterNames.CODE_CHALLENGE, Digests.sha256Hex(verifier));
                parameters.remove(PkceParameterNames.CODE_CHALLENGE_METHOD);
            });
        });
    }
}
