package org.dhpbridge.delivery.wire;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.PerformanceOptionsEnum;
import ca.uhn.fhir.parser.LenientErrorHandler;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.api.RequestFormatParamStyleEnum;
import ca.uhn.fhir.rest.client.apache.ApacheRestfulClientFactory;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.spi.ThreadPoolFactory;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.protocol.HttpClientContext;
import org.apache.http.config.ConnectionConfig;
import org.apache.http.config.SocketConfig;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClientBuilder;
import org.dhpbridge.delivery.DeliverySettings;
import org.dhpbridge.oauth.AccessTokens;
import org.dhpbridge.trace.Traces;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** HAPI's client as the route in {@code routes/pipeline/fhir.yaml} uses it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FhirSettings.class)
class FhirClientConfiguration {

    /** A message's transaction and its headers, so that they leave in one piece. */
    private static final int BUFFERED_BYTES = 64 * 1024;

    /**
     * One for the whole bridge: it takes long to build, though it learns of a type when it first meets one, and not of all 160.
     * Its parser logs nothing, as that would quote patients' data.
     */
    @Bean
    FhirContext fhirContext() {
        FhirContext context = FhirContext.forR5();
        context.setPerformanceOptions(PerformanceOptionsEnum.DEFERRED_MODEL_SCANNING);
        context.setParserErrorHandler(new LenientErrorHandler(false).disableAllErrors());
        return context;
    }

    @Bean
    PlatformClock platformClock() {
        return new PlatformClock(Clock.systemUTC());
    }

    @Bean
    AnswerKeeper fhirAnswer(FhirSettings settings, PlatformClock platformClock) {
        return new AnswerKeeper(settings.base(), Clock.systemUTC(), platformClock);
    }

    @Bean(destroyMethod = "close")
    AnswerHeads answerHeads(FhirSettings settings) {
        return new AnswerHeads(settings.socketTimeout().plus(settings.answerTimeout()));
    }

    @Bean(destroyMethod = "close")
    CloseableHttpClient fhirHttpClient(
            FhirSettings settings, AnswerHeads answerHeads, ObjectProvider<SslBundles> sslBundles) {
        HttpClientBuilder client = HttpClientBuilder.create();
        if (settings.sslBundle() != null) {
            client.setSSLContext(
                    sslBundles.getObject().getBundle(settings.sslBundle()).createSslContext());
        }
        return client.setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectTimeout((int) settings.connectTimeout().toMillis())
                        .setSocketTimeout((int) settings.socketTimeout().toMillis())
                        .build())
                .setDefaultSocketConfig(SocketConfig.custom()
                        .setSoTimeout((int) settings.socketTimeout().toMillis())
                        .setTcpNoDelay(true)
                        .build())
                .setDefaultConnectionConfig(
                        ConnectionConfig.custom().setBufferSize(BUFFERED_BYTES).build())
                .setMaxConnTotal(settings.maxConnections())
                .setMaxConnPerRoute(settings.maxConnections())
                .setConnectionTimeToLive(1, TimeUnit.MINUTES)
                .evictIdleConnections(10, TimeUnit.SECONDS)
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .setRetryHandler((failure, times, context) -> times <= 1
                        && !(failure instanceof InterruptedIOException)
                        && HttpClientContext.adapt(context)
                                .getRequest()
                                .getRequestLine()
                                .getMethod()
                                .equals("GET"))
                .setRequestExecutor(answerHeads)
                .addInterceptorLast(new BoundedAnswers(
                        settings.answerTimeout(), settings.maxAnswerSize().toBytes()))
                .build();
    }

    @Bean
    IGenericClient fhirClient(
            FhirContext context,
            CloseableHttpClient fhirHttpClient,
            FhirSettings settings,
            AccessTokens tokens,
            AnswerKeeper answers,
            ObjectProvider<Traces> traces) {
        ApacheRestfulClientFactory factory = new ApacheRestfulClientFactory(context);
        factory.setHttpClient(fhirHttpClient);
        factory.setServerValidationMode(ServerValidationModeEnum.NEVER);
        context.setRestfulClientFactory(factory);
        IGenericClient client = factory.newGenericClient(settings.base());
        client.setEncoding(EncodingEnum.JSON);
        client.setFormatParamStyle(RequestFormatParamStyleEnum.NONE);
        client.registerInterceptor(new BearerToken(tokens));
        client.registerInterceptor(answers);
        client.registerInterceptor(new TraceParent(traces.getIfAvailable(Traces::withoutSpans)));
        return client;
    }

    @Bean
    FhirGateway fhirGateway(
            ProducerTemplate camel,
            AccessTokens tokens,
            FhirSettings settings,
            DeliverySettings delivery,
            ObjectProvider<Traces> traces) {
        return new FhirGateway(
                camel,
                tokens,
                settings.base(),
                new Pace(delivery.maxRate(), System::nanoTime),
                settings.maxConnections(),
                traces.getIfAvailable(Traces::withoutSpans));
    }

    @Bean
    ThreadPoolFactory camelThreads() {
        return new CamelThreads();
    }

    /** Without a profile of that name the component asks for Camel's default one, and {@link CamelThreads} does not know it. */
    @Bean
    ThreadPoolProfile fhirThreads() {
        return new ThreadPoolProfile(CamelThreads.CAMEL_FHIR);
    }
}
