package org.dhpbridge.mapping;

import static org.dhpbridge.mapping.MappingFunction.always;
import static org.dhpbridge.mapping.MappingFunction.onValue;
import static org.dhpbridge.mapping.MappingFunction.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.dhpbridge.absent.AbsentMarker;
import org.dhpbridge.conformance.Issue;

/** Functions on dates and times. Documented for writers of mappings in docs/mapping.md. */
final class TimeFunctions {

    private static final Pattern CLOCK =
            Pattern.compile("([01]\\d|2[0-3]):?([0-5]\\d)(?::?([0-5]\\d)(\\.\\d{1,9})?)?([+-]\\d{4})?");

    /** Elements that tell what has happened: their time cannot lie in the future. */
    private static final Set<String> IN_THE_PAST = Set.of(
            "AllergyIntolerance.onsetDateTime",
            "Condition.abatementDateTime",
            "Condition.onsetDateTime",
            "Condition.recordedDate",
            "DiagnosticReport.effectiveDateTime",
            "DiagnosticReport.effectivePeriod.end",
            "DiagnosticReport.issued",
            "Encounter.actualPeriod.end",
            "Encounter.actualPeriod.start",
            "Immunization.occurrenceDateTime",
            "MedicationDispense.whenHandedOver",
            "MedicationRequest.authoredOn",
            "Observation.effectiveDateTime",
            "Observation.issued",
            "Patient.birthDate",
            "Patient.deceasedDateTime",
            "Practitioner.birthDate",
            "RelatedPerson.birthDate",
            "ServiceRequest.authoredOn",
            "Specimen.collection",
            "Specimen.collection.collectedDateTime",
            "Specimen.receivedTime");

    private final SiteSettings site;
    private final Clock clock;

    TimeFunctions(SiteSettings site, Clock clock) {
        this.site = site;
        this.clock = clock;
    }

    List<MappingFunction> all() {
        return List.of(
                onValue("date", 1, 3, 0, (value, all) -> read(all, time -> day(time, all))),
                onValue("date-time", 1, 3, 0, (value, all) -> read(all, SourceTime::dateTime)),
                onValue("instant", 1, 3, 0, (value, all) -> read(all, time -> instant(time, all))),
                onValue("end-date", 5, 5, 0, (value, all) -> end(all, SourceTime::date)),
                onValue("end-date-time", 5, 5, 0, (value, all) -> end(all, SourceTime::dateTime)),
                onValue("unknown-date", 1, 1, 0, (value, all) -> unknown(value.asText())),
                always("is-before", 2, 2, (value, all) -> BooleanNode.valueOf(isBefore(all.text(0), all.text(1)))),
                onValue("moment", 1, 1, 0, (value, all) -> latest(value)),
                onValue("clock-time", 1, 3, 0, (value, all) -> clockTime(all)));
    }

    /** The form that the element wants; null, and told, when the text is none. */
    private JsonNode read(MappingFunction.Arguments all, Function<SourceTime, String> form) {
        String text = all.text(0);
        Optional<SourceTime> read = SourceTime.read(text, zone());
        if (read.isPresent()) {
            SourceTime time = read.get();
            if (time.hasZoneOfHours()) {
                tell(
                        all,
                        "the offset from UTC has hours only (as +05); it was read as whole hours (+05:00). Send four"
                                + " digits.");
            }
            return isOfFuture(time, all) ? null : text(form.apply(time));
        }
        if (SourceTime.saysUnknown(text)) {
            leftOut(
                    all,
                    "this date of zeros, of nines or of the year 1 says that the date is not known",
                    "Leave the field empty.");
        } else {
            leftOut(
                    all,
                    "this is not a date that can be read, or not one that exists",
                    "Allowed: " + SourceTime.ALLOWED + ". Correct it in the source and send the message again.");
        }
        return null;
    }

    private static JsonNode unknown(String text) {
        return SourceTime.saysUnknown(text) ? text(AbsentMarker.of("unknown")) : null;
    }

    private boolean isBefore(String one, String other) {
        Optional<SourceTime> first = SourceTime.read(one, zone());
        Optional<SourceTime> second = SourceTime.read(other, zone());
        return first.isPresent() && second.isPresent() && first.get().isBefore(second.get());
    }

    private ZoneId zone() {
        return MappingRun.current().zone().map(ZoneId.class::cast).orElse(site.zone());
    }

    private String day(SourceTime time, MappingFunction.Arguments all) {
        SourceTime there = time.dayIn(site.zone());
        if (there != time) {
            tell(
                    all,
                    "this is a moment with an offset of its own, and another day at the site; the day in the zone "
                            + site.zone() + " was taken. Send the date without a time.");
        }
        return there.date();
    }

    /** FHIR instant: nothing for a date without time, for the time must not be invented. */
    private static String instant(SourceTime time, MappingFunction.Arguments all) {
        if (time.hasTime()) {
            return time.dateTime();
        }
        String target = all.text(2);
        tell(
                all,
                "this date has no time of day, and " + (target.isEmpty() ? "the element" : target)
                        + " must have one; it was not sent. Send the time too.");
        return null;
    }

    private boolean isOfFuture(SourceTime time, MappingFunction.Arguments all) {
        boolean future = IN_THE_PAST.contains(all.text(2))
                && time.moment().toInstant().isAfter(clock.instant().plus(site.futureTolerance()));
        if (future) {
            tell(
                    all,
                    "this time lies in the future, and " + all.text(2)
                            + " tells what has happened; it is not believed and was not sent. Set the clock of the"
                            + " source, or correct the date.");
        }
        return future;
    }

    /**
     * The end of a period: value, place, target, start as the source has it, its place. An end before the start is left out; the
     * same moment is written as the start is.
     */
    private JsonNode end(MappingFunction.Arguments all, Function<SourceTime, String> form) {
        Optional<SourceTime> start = SourceTime.read(all.text(3), zone());
        Optional<SourceTime> end = SourceTime.read(all.text(0), zone());
        if (start.isEmpty() || end.isEmpty() || !end.get().isBefore(start.get())) {
            boolean same = start.isPresent()
                    && end.isPresent()
                    && start.get().hasTime()
                    && end.get().hasTime()
                    && start.get().moment().isEqual(end.get().moment());
            return read(all, same ? time -> form.apply(start.get()) : form);
        }
        String startPlace = all.text(4).isEmpty() ? "the start" : all.text(4);
        leftOut(
                all,
                "this end lies before the start (" + startPlace + ")",
                "Correct one of them in the source and send the message again.");
        return null;
    }

    /** The moment of a text, or the latest of those of a list; what cannot be read is passed over silently. */
    private JsonNode latest(JsonNode value) {
        OffsetDateTime latest = null;
        for (JsonNode text : value.isArray() ? value : List.of(value)) {
            OffsetDateTime moment = SourceTime.read(text.asText(), zone())
                    .map(SourceTime::moment)
                    .orElse(null);
            latest = latest == null || moment != null && moment.isAfter(latest) ? moment : latest;
        }
        return latest == null ? null : text(latest.toString());
    }

    private JsonNode clockTime(MappingFunction.Arguments all) {
        var found = CLOCK.matcher(all.text(0));
        if (!found.matches()) {
            leftOut(
                    all,
                    "this is not a time of day that can be read",
                    "Allowed: HHMM[SS] or HH:mm[:ss]. Correct it in the source and send the message again.");
            return null;
        }
        String seconds = found.group(3) == null ? "00" : found.group(3);
        String fraction = found.group(4) == null ? "" : found.group(4);
        return text(found.group(1) + ":" + found.group(2) + ":" + seconds + fraction);
    }

    /** What becomes of a value that does not count is the site's choice. */
    private void leftOut(MappingFunction.Arguments all, String what, String todo) {
        String target = all.text(2).isEmpty() ? null : all.text(2);
        String leftOut = target == null ? " It was left out. " : " " + target + " has no value. ";
        String severity = site.strictDates() ? "error" : "warning";
        MappingRun.current()
                .add(new Issue(severity, "value", target, where(all) + what + "." + leftOut + todo).at(all.text(1)));
    }

    private static void tell(MappingFunction.Arguments all, String sentence) {
        String target = all.text(2).isEmpty() ? null : all.text(2);
        MappingRun.current()
                .add(Issue.warning("value", target, where(all) + sentence).at(all.text(1)));
    }

    private static String where(MappingFunction.Arguments all) {
        return all.text(1).isEmpty() ? "" : all.text(1) + ": ";
    }
}
