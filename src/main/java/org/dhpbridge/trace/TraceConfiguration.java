package org.dhpbridge.trace;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TraceSettings.class)
class TraceConfiguration {

    @Bean
    Traces traces(
            TraceSettings settings,
            @Value("${spring.application.name}") String service,
            @Value("${logging.structured.ecs.service.node-name:}") String bridge) {
        MessageIds ids = new MessageIds();
        SdkTracerProvider provider =
                settings.endpoint() == null || settings.endpoint().toString().isBlank()
                        ? null
                        : SdkTracerProvider.builder()
                                .setIdGenerator(ids)
                                .setResource(Resource.getDefault()
                                        .merge(Resource.create(Attributes.builder()
                                                .put("service.name", service)
                                                .put("service.instance.id", bridge)
                                                .build())))
                                .addSpanProcessor(BatchSpanProcessor.builder(exporter(settings))
                                        .build())
                                .build();
        return new Traces(provider, ids, settings.traceparent());
    }

    private static OtlpHttpSpanExporter exporter(TraceSettings settings) {
        OtlpHttpSpanExporterBuilder exporter =
                OtlpHttpSpanExporter.builder().setEndpoint(settings.endpoint().toString());
        settings.headers().forEach(exporter::addHeader);
        return exporter.build();
    }

    @Bean
    CamelContextConfiguration tracedThreads() {
        return new CamelContextConfiguration() {
            @Override
            public void beforeApplicationStart(CamelContext camel) {
                ExecutorServiceManager threads = camel.getExecutorServiceManager();
                threads.setThreadPoolFactory(new TracedThreads(threads.getThreadPoolFactory()));
            }

            @Override
            public void afterApplicationStart(CamelContext camel) {
                // Nothing is left to do then.
            }
        };
    }
}
