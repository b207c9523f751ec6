package org.dhpbridge.start;

import java.time.Clock;
import org.dhpbridge.conformance.ResourceCheck;
import org.dhpbridge.delivery.DeliverySettings;
import org.dhpbridge.home.BridgeSettings;
import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.mapping.Mappings;
import org.dhpbridge.mapping.SiteSettings;
import org.dhpbridge.pipeline.DeliveryGate;
import org.dhpbridge.pipeline.Patience;
import org.dhpbridge.profile.ProfilePack;
import org.dhpbridge.route.RouteFiles;
import org.dhpbridge.route.SourceChoice;
import org.dhpbridge.route.SourceRoutes;
import org.dhpbridge.source.MessageReader;
import org.dhpbridge.source.SourceFiles;
import org.dhpbridge.source.csv.CsvFeeds;
import org.dhpbridge.transform.Conversion;
import org.dhpbridge.transform.Transform;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Puts the features that know nothing of Spring together. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
@EnableConfigurationProperties({BridgeSettings.class, SiteSettings.class})
class BridgeConfiguration {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    HomeFiles homeFiles(BridgeSettings settings) {
        return new HomeFiles(settings.home());
    }

    @Bean
    ProfilePack profilePack(HomeFiles homeFiles, BridgeSettings settings) {
        return ProfilePack.load(homeFiles, settings.profilePack());
    }

    @Bean
    Patience patience(BridgeSettings settings, DeliverySettings delivery) {
        return new Patience(
                settings.retry().initial(),
                settings.retry().longest(),
                settings.retry().attempts(),
                delivery.settle(),
                settings.pause().probe());
    }

    @Bean
    Conversion conversion(HomeFiles homeFiles, ProfilePack pack, SiteSettings site) {
        Conversion conversion = Conversion.of(homeFiles, pack, site);
        conversion.mappings().compileAll();
        return conversion;
    }

    @Bean
    Mappings mappings(Conversion conversion) {
        return conversion.mappings();
    }

    @Bean
    ResourceCheck resourceCheck(Conversion conversion) {
        return conversion.check();
    }

    @Bean
    MessageReader messageReader(Conversion conversion) {
        return conversion.reader();
    }

    /** As they were at the start; files are opened and tables read by {@link Mappings#feeds}. */
    @Bean
    CsvFeeds csvFeeds(Conversion conversion) {
        return conversion.mappings().feeds();
    }

    @Bean
    SourceFiles sourceFiles(Conversion conversion) {
        return conversion.files();
    }

    @Bean
    Transform transform(Conversion conversion) {
        return conversion.transform();
    }

    @Bean
    RouteFiles routeFiles(HomeFiles homeFiles, BridgeSettings settings) {
        return new RouteFiles(homeFiles, settings.workers());
    }

    @Bean
    SourceRoutes sourceRoutes(HomeFiles homeFiles, BridgeSettings settings) {
        return new SourceRoutes(homeFiles, new SourceChoice(settings.sources()));
    }

    @Bean
    DeliveryGate deliveryGate(Clock clock) {
        return new DeliveryGate(clock);
    }
}
