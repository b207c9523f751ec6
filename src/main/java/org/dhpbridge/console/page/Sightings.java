package org.dhpbridge.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dhpbridge.console.signin.ConsoleFeature;
import org.dhpbridge.ledger.Ledger;
import org.dhpbridge.ledger.LedgerKeyException;
import org.dhpbridge.ledger.LedgerMessage;
import org.dhpbridge.ledger.ReplayJobs;
import org.dhpbridge.ledger.Selection;
import org.dhpbridge.ledger.UnmappedCode;
import org.dhpbridge.mapping.Unmapped;
import org.dhpbridge.source.RawMessage;
import org.dhpbridge.source.UnreadableMessageException;
import org.dhpbridge.support.ValueClass;
import org.dhpbridge.transform.Draft;
import org.dhpbridge.transform.Transform;
import org.springframework.stereotype.Component;

/** Looks up what stands beside an unmapped code in the newest messages that have it: a unit as it is, a value as its shape. */
@Component
@ConsoleFeature
class Sightings {

    private static final int MESSAGES = 10;
    private static final int LONGEST = 60;
    private static final Pattern PLACE = Pattern.compile(".* \\((segment) (\\d+)\\)|(line|row) (\\d+), column .*");

    private record Appearance(String name, String unit, String shape) {}

    private final Ledger ledger;
    private final ReplayJobs jobs;
    private final Transform transform;

    Sightings(Ledger ledger, ReplayJobs jobs, Transform transform) {
        this.ledger = ledger;
        this.jobs = jobs;
        this.transform = transform;
    }

    List<Sighting> of(UnmappedCode code) {
        Map<Appearance, Long> seen = new LinkedHashMap<>();
        for (long id : jobs.newest(Selection.touchedBy(code), null, MESSAGES)) {
            ledger.find(id).flatMap(message -> look(message, code)).ifPresent(one -> seen.merge(one, 1L, Long::sum));
        }
        return seen.entrySet().stream()
                .map(one -> new Sighting(
                        one.getKey().name(), one.getKey().unit(), one.getKey().shape(), one.getValue()))
                .toList();
    }

    private Optional<Appearance> look(LedgerMessage message, UnmappedCode code) {
        try {
            return ledger.payload(message.id()).flatMap(bytes -> look(message, bytes, code));
        } catch (UnreadableMessageException | LedgerKeyException unread) {
            return Optional.empty();
        }
    }

    private Optional<Appearance> look(LedgerMessage message, byte[] payload, UnmappedCode code) {
        Draft draft = transform.mapWith(
                null, transform.read(new RawMessage(message.contentType(), payload, "", message.location())));
        return draft.unmapped().stream()
                .filter(one -> new UnmappedCode(one.table(), one.source(), one.code()).equals(code))
                .map(Unmapped::where)
                .filter(where -> where != null)
                .findFirst()
                .flatMap(where -> part(draft.tree(), where))
                .map(Sightings::seen);
    }

    /** The segment or row that the place names. */
    private static Optional<JsonNode> part(JsonNode tree, String where) {
        Matcher place = PLACE.matcher(where);
        if (!place.matches()) {
            return Optional.empty();
        }
        String name = "_" + (place.group(1) == null ? place.group(3) : place.group(1));
        String number = place.group(2) == null ? place.group(4) : place.group(2);
        return tree.findParents(name).stream()
                .filter(part -> part.path(name).asText().equals(number))
                .findFirst();
    }

    private static Appearance seen(JsonNode part) {
        if (part.has("OBX-3")) {
            return seen(part.at("/OBX-3/CWE-2"), part.at("/OBX-6/CWE-1"), part.at("/OBX-5/0"));
        }
        return seen(part.path("test_name"), part.path("unit"), part.path("value"));
    }

    private static Appearance seen(JsonNode name, JsonNode unit, JsonNode value) {
        return new Appearance(
                Shown.visible(name.asText(""), LONGEST),
                Shown.visible(unit.asText(""), LONGEST),
                value.isMissingNode() ? "" : ValueClass.masked(value.asText(value.toString()), LONGEST));
    }
}
