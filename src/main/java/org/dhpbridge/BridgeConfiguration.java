package org.dhpbridge;

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
@EnableConfigurationProperties(BridgeSettings.class)
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
    SiteSettings siteSettings(BridgeSettings settings) {
        BridgeSettings.Site site = settings.site();
        return new SiteSettings(
                site.namespace(),
                site.zone(),
                site.patronymic(),
                site.language(),
                site.unidentified(),
                site.strictDates(),
                site.futureTolerance(),
                site.trainingMessages(),
                site.trainingSources(),
                site.reload());
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
    DeliveryGate deliveryGate(Clock clock) {
        return new DeliveryGate(clock);
    }
}
