package org.dhpbridge.mapping;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.dhpbridge.profile.ProfilePack;
import org.dhpbridge.source.csv.CsvFeed;
import org.dhpbridge.source.csv.CsvFeeds;

/** Tells whom a CSV message is about, and when it happened, by the feed's descriptor. */
final class CsvIdentity {

    private final CsvFeeds feeds;
    private final ProfilePack pack;
    private final EventTimes times;
    private final IdentityFunctions identities;

    CsvIdentity(CsvFeeds feeds, ProfilePack pack, EventTimes times, IdentityFunctions identities) {
        this.feeds = feeds;
        this.pack = pack;
        this.times = times;
        this.identities = identities;
    }

    /** @param mapping of the feed that the tree names */
    MessageIdentity identify(String mapping, ObjectNode tree) {
        CsvFeed feed = feeds.named(tree.path("feed").asText());
        String subject = feed.subjectOf(tree, this::identifies)
                .map(value -> subject(
                        feed, value.strip(), feed.authorityOf(tree).orElse("").strip()))
                .orElse(null);
        List<CsvFeed.Cell> cells = feed.eventTimesOf(tree);
        EventTimes.EventTime eventTime =
                times.of(cells.stream().map(CsvFeed.Cell::text).toList());
        String place = cells.stream()
                .filter(cell -> times.of(List.of(cell.text())).equals(eventTime))
                .findFirst()
                .map(cell -> new InputPlace(cell.row(), cell.column()).toString())
                .orElse(null);
        String unread = eventTime.time() == null && !eventTime.isOfFuture() ? place : null;
        return new MessageIdentity(mapping, subject, eventTime.time(), eventTime.isOfFuture(), unread, place, null);
    }

    private boolean identifies(String column, String text) {
        String slice = column.equals("pinfl") ? IdentityFunctions.NATIONAL_ID : "";
        return !NoIdentity.is(text.strip()) && !identities.isNobodys(text, slice);
    }

    /** A practitioner's or an organization's number is never a patient's, whatever it looks like. */
    private String subject(CsvFeed feed, String value, String authority) {
        if (!feed.subjectKind().equals("patient")) {
            return identities.siteSystem(feed.subjectKind(), authority) + "|" + value;
        }
        Optional<String> pinfl = NationalIds.pinfl(value);
        Optional<String> passport = NationalIds.passport(value);
        String system = pinfl.isPresent()
                ? system("nationalId")
                : passport.isPresent() ? system("passportLocal") : identities.siteSystem("patient", authority);
        return system + "|" + pinfl.or(() -> passport).orElse(value);
    }

    private String system(String slice) {
        return pack.identifier("Patient", slice)
                .map(identifier -> identifier.path("system").asText())
                .orElse(slice);
    }
}
