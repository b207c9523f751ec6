package org.dhpbridge.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dhpbridge.conformance.Issue;

/**
 * When it happened what a message tells, for the question which of two messages is the newer one. A clock that runs ahead
 * would make everything later superseded for years, so a time of the future is not believed, and the order of receipt counts; and of a day without a time the
 * last moment counts, for it must not lose to a time of that day.
 */
final class EventTimes {

    /**
     * What a message says of its time.
     *
     * @param time null when it says none that can be read or believed
     * @param isOfFuture whether it said a time of the future
     */
    record EventTime(OffsetDateTime time, boolean isOfFuture) {}

    private final SiteSettings site;
    private final Clock clock;

    EventTimes(SiteSettings site, Clock clock) {
        this.site = site;
        this.clock = clock;
    }

    /** @param texts a text, or an array of them, as the source has them; the latest counts */
    EventTime of(JsonNode texts) {
        List<String> all = new ArrayList<>();
        for (JsonNode text : texts.isArray() ? texts : List.of(texts)) {
            if (text.isTextual() && MappingFunction.isKnown(text)) {
                all.add(text.textValue());
            }
        }
        return of(all);
    }

    EventTime of(List<String> texts) {
        ZoneId zone = MappingRun.current().zone().map(ZoneId.class::cast).orElse(site.zone());
        SourceTime latest = null;
        for (String text : texts) {
            SourceTime time = SourceTime.read(text, zone).orElse(null);
            latest = latest == null || time != null && time.latest().isAfter(latest.latest()) ? time : latest;
        }
        if (latest == null) {
            return new EventTime(null, false);
        }
        Instant now = clock.instant();
        if (latest.moment().toInstant().isAfter(now.plus(site.futureTolerance()))) {
            return new EventTime(null, true);
        }
        boolean later = !latest.hasTime() && latest.latest().toInstant().isAfter(now);
        return new EventTime(later ? at(now) : latest.latest(), false);
    }

    private OffsetDateTime at(Instant now) {
        return now.truncatedTo(ChronoUnit.MILLIS).atZone(site.zone()).toOffsetDateTime();
    }

    /** The zone that an HL7 message names for its times in MSH-7 (HL7 v2.8, 2.14.9.7); null when it names none. */
    static ZoneOffset zoneOf(ObjectNode tree) {
        return written(tree).flatMap(SourceTime::zoneOf).orElse(null);
    }

    private static Optional<String> written(ObjectNode tree) {
        JsonNode time = tree.path("MSH").path("MSH-7");
        return time.isTextual() ? Optional.of(time.textValue()) : Optional.empty();
    }

    /** What a person should know of the message as a whole: what its reader noted, and what is odd about its time. */
    static List<Issue> notes(MessageIdentity identity, ObjectNode tree) {
        List<Issue> notes = new ArrayList<>();
        for (JsonNode note : tree.path("notes")) {
            String text = note.asText();
            int place = text.indexOf(": ");
            notes.add(Issue.warning("structure", null, text).at(place < 0 ? null : text.substring(0, place)));
        }
        if (identity.isOfFuture()) {
            String fields = tree.has("MSH") ? "MSH-7, EVN-2 or OBR-22" : identity.timePlace();
            notes.add(Issue.warning(
                            "value",
                            null,
                            (fields == null ? "" : fields + ": ")
                                    + "the time of this message lies in the future. It is not believed: for what is newer, the"
                                    + " order in which messages are received counts. Set the clock of the source.")
                    .at(fields));
        }
        unread(tree).ifPresent(notes::add);
        boolean hoursOnly = written(tree)
                .flatMap(text -> SourceTime.read(text, ZoneOffset.UTC))
                .filter(SourceTime::hasZoneOfHours)
                .isPresent();
        if (hoursOnly) {
            notes.add(Issue.warning(
                            "value",
                            null,
                            "MSH-7: the offset from UTC has hours only (as +05); it was read as whole hours (+05:00), for all"
                                    + " times of the message that name none. Send four digits.")
                    .at("MSH-7"));
        }
        return notes;
    }

    /** Times of an HL7 message as a whole, which nothing else reads: one that cannot be read, or whose zone no zone is. */
    private static Optional<Issue> unread(ObjectNode tree) {
        for (String segment : List.of("MSH", "EVN")) {
            String field = segment.equals("MSH") ? "MSH-7" : "EVN-2";
            JsonNode time = tree.path(segment).path(field);
            if (time.isTextual() && isUnread(time)) {
                return Optional.of(notRead(
                        field,
                        segment.equals("MSH") ? ", and a zone in it does not count" : "",
                        "another time of the message counts, or "));
            }
        }
        return Optional.empty();
    }

    private static boolean isUnread(JsonNode time) {
        return MappingFunction.isKnown(time)
                && SourceTime.read(time.textValue(), ZoneOffset.UTC).isEmpty()
                && !SourceTime.saysUnknown(time.textValue());
    }

    /** That the time of rows cannot be read, unless an issue of an element says so already; empty when it can. */
    static Optional<Issue> unread(MessageIdentity identity, List<Issue> others) {
        String place = identity.unreadTime();
        boolean isNew = place != null && others.stream().noneMatch(issue -> place.equals(issue.field()));
        return isNew ? Optional.of(notRead(place, "", "")) : Optional.empty();
    }

    private static Issue notRead(String place, String zone, String others) {
        return Issue.warning(
                        "value",
                        null,
                        place + ": this is no time that can be read" + zone
                                + "; for what is newer, " + others
                                + "the order in which messages are received counts. Allowed: " + SourceTime.ALLOWED
                                + ". Correct it in the source.")
                .at(place);
    }
}
