package org.dhpbridge.mapping;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.dhpbridge.profile.ProfilePack;
import org.dhpbridge.source.csv.CsvFeed;
import org.dhpbridge.source.csv.CsvFeeds;

/**
 * Tells whom a CSV message is about, by the feed's descriptor: {@code subject} (columns, the first filled one counts),
 * {@code authority} (columns that name who gave local numbers) and {@code eventTime} (columns, the first filled one).
 */
final class CsvIdentity {

    private final CsvFeeds feeds;
    private final ProfilePack pack;
    private final SiteSettings site;
    private final IdentityFunctions identities;

    CsvIdentity(CsvFeeds feeds, ProfilePack pack, SiteSettings site, IdentityFunctions identities) {
        this.feeds = feeds;
        this.pack = pack;
        this.site = site;
        this.identities = identities;
    }

    Identity identify(String mapping, String feed, ObjectNode tree) {
        CsvFeed described = feeds.named(feed);
        String subject = described
                .subjectOf(tree)
                .map(value -> subject(value.strip(), described.authorityOf(tree).orElse("")))
                .orElse(null);
        OffsetDateTime eventTime = described
                .eventTimeOf(tree)
                .flatMap(text -> SourceTime.read(text.strip(), site.zone()))
                .map(SourceTime::moment)
                .orElse(null);
        return new Identity(mapping, subject, eventTime, null);
    }

    private String subject(String value, String authority) {
        Optional<String> pinfl = NationalIds.pinfl(value);
        Optional<String> passport = NationalIds.passport(value);
        String system = pinfl.isPresent()
                ? system("nationalId")
                : passport.isPresent() ? system("passportLocal") : identities.siteSystem("patient", authority);
        return system + "|" + pinfl.or(() -> passport).orElse(value);
    }

    private String system(String slice) {
        return pack.identifier("Patient", slice)
                .map(i -> i.path("system").asText())
                .orElse(slice);
    }
}
