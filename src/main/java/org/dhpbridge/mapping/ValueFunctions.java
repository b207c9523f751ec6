package org.dhpbridge.mapping;

import static org.dhpbridge.mapping.MappingFunction.always;
import static org.dhpbridge.mapping.MappingFunction.isKnown;
import static org.dhpbridge.mapping.MappingFunction.onValue;
import static org.dhpbridge.mapping.MappingFunction.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.dhpbridge.conformance.Issue;

/** Functions on values: dates and times, texts, lists. Documented for writers of mappings in docs/mapping.md. */
final class ValueFunctions {

    private static final Pattern CLOCK =
            Pattern.compile("([01]\\d|2[0-3]):?([0-5]\\d)(?::?([0-5]\\d)(\\.\\d{1,9})?)?([+-]\\d{4})?");

    private final ZoneId zone;

    ValueFunctions(ZoneId zone) {
        this.zone = zone;
    }

    List<MappingFunction> all() {
        return List.of(
                onValue("date", 1, 3, 0, (value, all) -> written(time(all), SourceTime::date)),
                onValue("date-time", 1, 3, 0, (value, all) -> written(time(all), SourceTime::dateTime)),
                onValue("instant", 1, 3, 0, (value, all) -> instant(all)),
                onValue("moment", 1, 1, 0, (value, all) -> latest(value)),
                onValue("clock-time", 1, 3, 0, (value, all) -> clock(all)),
                onValue("first", 1, 1, 0, (value, all) -> value.isArray() ? value.get(0) : value),
                onValue("many", 1, 1, 0, (value, all) -> value.isArray() ? value : array().add(value)),
                onValue("compact", 1, 1, 0, (value, all) -> compact(value)),
                onValue("group", 2, 2, 0, (value, all) -> group(value, all.text(1))),
                onValue("distinct-numbers", 1, 1, 0, (value, all) -> DistinctNumbers.of(value)),
                onValue("carried", 2, 2, 0, (value, all) -> DistinctNumbers.carried(value, all.text(1))),
                onValue("in-order", 2, 2, 0, (value, all) -> DistinctNumbers.inOrder(value, all.text(1))),
                always("known", 1, 1, (value, all) -> isKnown(value) ? value : null),
                always(
                        "join-text",
                        2,
                        2,
                        (value, all) -> joined(value, all.node(1).asText())));
    }

    private static JsonNode written(Optional<SourceTime> time, Function<SourceTime, String> form) {
        return text(time.map(form).orElse(null));
    }

    /** FHIR instant: nothing for a date without time, for the time must not be invented. */
    private JsonNode instant(MappingFunction.Arguments all) {
        return written(time(all).filter(SourceTime::hasTime), SourceTime::dateTime);
    }

    private Optional<SourceTime> time(MappingFunction.Arguments all) {
        Optional<SourceTime> read = SourceTime.read(all.text(0), zone);
        if (read.isEmpty()) {
            unreadable(all, "this is not a date that can be read, or not one that exists", SourceTime.ALLOWED);
        }
        return read;
    }

    /** The moment of a text, or the latest of those of a list; what cannot be read is passed over silently. */
    private JsonNode latest(JsonNode value) {
        OffsetDateTime latest = null;
        for (JsonNode text : value.isArray() ? value : array().add(value)) {
            OffsetDateTime moment =
                    SourceTime.read(text.asText(), zone).map(SourceTime::moment).orElse(null);
            latest = latest == null || moment != null && moment.isAfter(latest) ? moment : latest;
        }
        return latest == null ? null : text(latest.toString());
    }

    private JsonNode clock(MappingFunction.Arguments all) {
        var found = CLOCK.matcher(all.text(0));
        if (!found.matches()) {
            unreadable(all, "this is not a time of day that can be read", "HHMM[SS] or HH:mm[:ss]");
            return null;
        }
        String seconds = found.group(3) == null ? "00" : found.group(3);
        String fraction = found.group(4) == null ? "" : found.group(4);
        return text(found.group(1) + ":" + found.group(2) + ":" + seconds + fraction);
    }

    private static void unreadable(MappingFunction.Arguments all, String what, String allowed) {
        String where = all.text(1).isEmpty() ? "" : all.text(1) + ": ";
        String target = all.text(2).isEmpty() ? null : all.text(2);
        String leftOut = target == null ? "" : " " + target + " has no value.";
        MappingRun.current()
                .add(Issue.error(
                        "value",
                        target,
                        where + what + "." + leftOut + " Allowed: " + allowed
                                + ". Correct it in the source and send the message again."));
    }

    private static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /** An array without its nulls, blanks and empty members; null when nothing is left. */
    private static JsonNode compact(JsonNode value) {
        ArrayNode kept = array();
        for (JsonNode member : value) {
            if (!MappingFunction.isNothing(member)) {
                kept.add(member);
            }
        }
        return kept.isEmpty() ? null : kept;
    }

    /** An array of arrays: the members that are equal in a field, in the order of their first one. */
    private static JsonNode group(JsonNode members, String field) {
        Map<JsonNode, ArrayNode> groups = new LinkedHashMap<>();
        for (JsonNode member : members) {
            groups.computeIfAbsent(member.path(field), k -> array()).add(member);
        }
        return array().addAll(groups.values());
    }

    /** The texts of an array in one, blanks and absent ones left out; the first absent marker when no text is left. */
    private static JsonNode joined(JsonNode texts, String separator) {
        StringBuilder joined = new StringBuilder();
        JsonNode marker = null;
        for (JsonNode part : texts) {
            if (MappingFunction.isMarker(part)) {
                marker = marker == null ? part : marker;
            } else if (part.isValueNode() && !MappingFunction.isNothing(part)) {
                joined.append(joined.isEmpty() ? "" : separator)
                        .append(part.asText().strip());
            }
        }
        return joined.isEmpty() ? marker : text(joined.toString());
    }
}
