package org.dhpbridge.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Which ended messages are meant, in more ways than a list filters by; what is null does not restrict.
 *
 * @param states at least one, not due
 * @param sender which system sent them, as {@link Causes} has it; empty for those that do not say
 * @param step where they failed
 * @param code of the failure
 * @param element the element that is wrong, as {@link Causes} has it; empty for those of which none is known
 * @param lacking key of the code for want of which they are dead; empty for those that did not fail for want of a code
 * @param warning code of a warning that they have, {@code any} for any
 * @param touched key of an unmapped code that stands in them, whatever became of them
 * @param since received at or after
 * @param until received before
 * @param ids only these; at most a few hundred
 */
public record Selection(
        Set<State> states,
        String source,
        String sender,
        String step,
        String code,
        String element,
        String lacking,
        String warning,
        String touched,
        Instant since,
        Instant until,
        List<Long> ids) {

    private static final Set<State> ENDED = EnumSet.complementOf(EnumSet.of(State.DUE));

    public Selection {
        states = Set.copyOf(states);
        ids = ids == null ? null : List.copyOf(ids);
        if (states.isEmpty() || states.contains(State.DUE)) {
            throw new IllegalArgumentException(
                    "A due message needs no replay; allowed are delivered, superseded and dead.");
        }
    }

    /** Restricts nothing but the states, until more is said. */
    private static final class Restrictions {

        private final Set<State> states;
        private String source;
        private String sender;
        private String step;
        private String code;
        private String element;
        private String lacking;
        private String warning;
        private String touched;
        private Instant since;
        private Instant until;
        private List<Long> ids;

        Restrictions(Set<State> states) {
            this.states = states;
        }

        Selection selection() {
            return new Selection(
                    states, source, sender, step, code, element, lacking, warning, touched, since, until, ids);
        }
    }

    /** Those of a filter; the dead ones when it names no state. */
    public static Selection of(MessageFilter filter) {
        Restrictions those = new Restrictions(filter.states().isEmpty() ? Set.of(State.DEAD) : filter.states());
        those.source = filter.source();
        those.code = filter.errorCode();
        those.warning = filter.warning();
        those.since = filter.since();
        those.until = filter.until();
        return those.selection();
    }

    /** These, if they have ended. */
    public static Selection of(List<Long> ids) {
        Restrictions these = new Restrictions(ENDED);
        these.ids = Objects.requireNonNull(ids, "ids");
        return these.selection();
    }

    /** The dead messages of a cause. */
    public static Selection of(Causes.Cause cause) {
        Restrictions those = new Restrictions(Set.of(State.DEAD));
        those.source = cause.source();
        those.sender = cause.sender();
        those.step = cause.step();
        those.code = cause.code();
        those.element = cause.element();
        those.lacking = cause.lacking() == null ? "" : cause.lacking().key();
        return those.selection();
    }

    /** Those in which an unmapped code stood when they were mapped last. */
    public static Selection touchedBy(UnmappedCode code) {
        Restrictions those = new Restrictions(ENDED);
        those.touched = code.key();
        return those.selection();
    }

    /** Those of them that have a warning; null for all. */
    public Selection withWarning(String one) {
        return new Selection(states, source, sender, step, code, element, lacking, one, touched, since, until, ids);
    }

    /** Those of them that were received at a time or later; null for all. */
    public Selection receivedSince(Instant from) {
        return new Selection(states, source, sender, step, code, element, lacking, warning, touched, from, until, ids);
    }

    /** As a person reads it: {@code state=dead, source=hl7, code=required}. */
    public String text() {
        List<String> parts = new ArrayList<>();
        ObjectNode json = json();
        json.properties().forEach(part -> {
            if (part.getValue().isArray()) {
                List<String> values = new ArrayList<>();
                part.getValue().forEach(value -> values.add(value.asText()));
                parts.add(part.getKey() + "=" + String.join("|", values));
            } else if (!part.getValue().asText().isEmpty()) {
                parts.add(part.getKey() + "=" + part.getValue().asText());
            }
        });
        return String.join(", ", parts);
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        var named = json.putArray("state");
        states.stream().sorted().forEach(state -> named.add(state.code()));
        put(json, "source", source);
        put(json, "sender", sender);
        put(json, "step", step);
        put(json, "code", code);
        put(json, "element", element);
        put(json, "lacking", lacking);
        put(json, "warning", warning);
        put(json, "touched", touched);
        put(json, "since", since == null ? null : since.toString());
        put(json, "until", until == null ? null : until.toString());
        if (ids != null) {
            var numbers = json.putArray("ids");
            ids.forEach(numbers::add);
        }
        return json;
    }

    private static void put(ObjectNode json, String name, String value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    static Selection of(JsonNode json) {
        Set<State> states = new LinkedHashSet<>();
        json.path("state").forEach(state -> states.add(State.of(state.asText())));
        List<Long> ids = json.has("ids") ? new ArrayList<>() : null;
        json.path("ids").forEach(id -> ids.add(id.asLong()));
        Restrictions those = new Restrictions(states);
        those.source = text(json, "source");
        those.sender = text(json, "sender");
        those.step = text(json, "step");
        those.code = text(json, "code");
        those.element = text(json, "element");
        those.lacking = text(json, "lacking");
        those.warning = text(json, "warning");
        those.touched = text(json, "touched");
        those.since = time(json, "since");
        those.until = time(json, "until");
        those.ids = ids;
        return those.selection();
    }

    private static String text(JsonNode json, String name) {
        return json.has(name) ? json.get(name).asText() : null;
    }

    private static Instant time(JsonNode json, String name) {
        return json.has(name) ? Instant.parse(json.get(name).asText()) : null;
    }
}
