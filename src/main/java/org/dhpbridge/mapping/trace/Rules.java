package org.dhpbridge.mapping.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.impl.Location;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The rules by which origins spread, for the mapping files of one site. */
final class Rules {

    private static final String ROOT = "mappings/";

    /** What these make of their argument is where it stands, not what it says. */
    private static final Set<String> COUNTING =
            Set.of("zip-with-index", "size", "distinct-numbers", "accounts-for", "not-carried");

    private final Function<String, String> text;
    private final Tables tables;

    /** @param text content of a file of {@code mappings/} by its path */
    Rules(Function<String, String> text, Tables tables) {
        this.text = text;
        this.tables = tables;
    }

    static String file(Location location) {
        return location.getSource().startsWith(ROOT) ? location.getSource() : ROOT + location.getSource();
    }

    /** A constant: of no input, at its line. */
    Rule literal(Location location) {
        String file = file(location);
        return (made, parts) -> LiteralLines.placed(made, file, text.apply(file), location.getLine());
    }

    /** Handed on as it is. */
    Rule passedOn(Location location) {
        return (made, parts) -> TracedNodes.fill(made, () -> at(Origin.NONE, location));
    }

    /** Made of all parts, as by an operator. */
    Rule madeOfParts(Location location) {
        return (made, parts) -> TracedNodes.fill(made, () -> at(union(parts), location));
    }

    /** Made of the arguments by a function; by a row of a table, when the function looks one up. */
    Rule function(String name, Location location) {
        return (made, parts) -> TracedNodes.fill(made, () -> {
            Origin origin = (COUNTING.contains(name) ? Origin.NONE : union(parts)).through(name);
            Optional<TableRow> row = tables.row(name, parts);
            return at(row.map(origin::by).orElse(origin), location);
        });
    }

    /** A constant that a condition chose is there because of what the condition looked at. */
    Rule choice() {
        return (made, parts) -> {
            List<Origin> own = TracedNodes.origins(made);
            if (own.isEmpty() || parts.isEmpty() || own.stream().anyMatch(Origin::isOfInput)) {
                return made;
            }
            Origin why = union(parts.subList(0, 1));
            return TracedNodes.map(made, value -> {
                Origin constant = TracedNodes.origin(value);
                return TracedNodes.with(
                        value, Origin.union(List.of(constant, why)).at(constant.file(), constant.line()));
            });
        };
    }

    /** The value of a key: this line put it there. */
    Rule pair(Rule value, Location location) {
        String file = file(location);
        return (made, parts) -> TracedNodes.placed(value.trace(made, parts), file, location.getLine());
    }

    /** The value of a key that is not written there: what no line has put anywhere yet, this one did. */
    Rule copied(Rule value, Location location) {
        return (made, parts) -> {
            JsonNode traced = value.trace(made, parts);
            Origin origin = TracedNodes.origin(traced);
            return origin == null || origin.file() == null
                    ? TracedNodes.placed(traced, file(location), location.getLine())
                    : traced;
        };
    }

    private static Origin union(List<JsonNode> parts) {
        List<Origin> all = new ArrayList<>();
        parts.forEach(part -> all.addAll(TracedNodes.origins(part)));
        return Origin.union(all);
    }

    private static Origin at(Origin origin, Location location) {
        return location == null ? origin : origin.at(file(location), location.getLine());
    }
}
