package org.dhpbridge.start;

import java.time.Clock;
import org.dhpbridge.absent.AbsentFiller;
import org.dhpbridge.conformance.ConformanceCheck;
import org.dhpbridge.conformance.ResourceCheck;
import org.dhpbridge.delivery.DeliverySettings;
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
import org.dhpbridge.source.hl7.Hl7Reader;
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
    Mappings mappings(HomeFiles homeFiles, ProfilePack pack, SiteSettings site) {
        Mappings mappings = new Mappings(homeFiles, pack, site);
        mappings.compileAll();
        return mappings;
    }

    @Bean
    ResourceCheck resourceCheck(ProfilePack pack) {
        return new ConformanceCheck(pack);
    }

    @Bean
    MessageReader messageReader() {
        return new MessageReader(new Hl7Reader());
    }

    @Bean
    CsvFeeds csvFeeds(HomeFiles homeFiles) {
        return new CsvFeeds(homeFiles);
    }

    @Bean
    SourceFiles sourceFiles(CsvFeeds csvFeeds) {
        return new SourceFiles(csvFeeds);
    }

    @Bean
    Transform transform(MessageReader reader, Mappings mappings, ProfilePack pack, ResourceCheck check) {
        return new Transform(reader, mappings, new AbsentFiller(pack), check);
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
