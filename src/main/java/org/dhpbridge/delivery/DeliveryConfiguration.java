package org.dhpbridge.delivery;

import ca.uhn.fhir.context.FhirContext;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.dhpbridge.delivery.merge.Entries;
import org.dhpbridge.delivery.merge.FhirTypes;
import org.dhpbridge.delivery.merge.Merge;
import org.dhpbridge.delivery.wire.FhirGateway;
import org.dhpbridge.ledger.Links;
import org.dhpbridge.profile.IdentifierSlice;
import org.dhpbridge.profile.ProfilePack;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DeliverySettings.class)
class DeliveryConfiguration {

    @Bean
    Delivery delivery(
            FhirGateway gateway, DeliverySettings settings, Links links, FhirContext context, ProfilePack pack) {
        FhirTypes types = new FhirTypes(context);
        Map<String, Set<String>> single = new ConcurrentHashMap<>();
        Entries entries = new Entries(types, (type, system) -> single.computeIfAbsent(
                        type, resourceType -> ofWhichThereIsOne(pack, resourceType))
                .contains(system));
        return new Delivery(
                gateway,
                settings,
                links,
                new Plan.Rules(new Merge(types, entries), entries),
                new ServerOffer(gateway, Clock.systemUTC()));
    }

    /** The systems of which the profile lets a resource have one identifier at most, by resource type. */
    private static Set<String> ofWhichThereIsOne(ProfilePack pack, String resourceType) {
        return pack.identifierSlices(resourceType).stream()
                .filter(slice -> slice.system() != null && slice.max() == 1)
                .map(IdentifierSlice::system)
                .collect(Collectors.toSet());
    }
}
