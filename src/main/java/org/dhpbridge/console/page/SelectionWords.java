package org.dhpbridge.console.page;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.dhpbridge.ledger.Selection;

/** Which messages a replay is of, in words of people. */
public final class SelectionWords {

    /** A restriction, as {@code Source} and {@code hl7}. */
    public record Part(String label, String value) {}

    private SelectionWords() {}

    /** All restrictions but that to a code, whose key says nothing to people; what does not restrict is left out. */
    public static List<Part> of(Selection selection, Page page) {
        List<Part> parts = new ArrayList<>();
        add(
                parts,
                page.t("filter.state"),
                selection.states().stream()
                        .sorted()
                        .map(state -> page.t("state." + state.code()))
                        .collect(Collectors.joining(", ")));
        add(parts, page.t("failures.sender"), selection.sender());
        add(parts, page.t("filter.source"), selection.source());
        if (selection.code() != null) {
            String step = selection.step() == null ? "" : ", " + page.code("step.", selection.step());
            add(
                    parts,
                    page.t("failures.cause"),
                    page.cause(selection.step(), selection.code()) + " (" + selection.code() + step + ")");
        }
        add(parts, page.t("replay.element"), selection.element());
        if (selection.warning() != null) {
            boolean any = selection.warning().equals("any");
            add(
                    parts,
                    page.t("filter.warning"),
                    any ? page.t("filter.warning.any") : page.code("warning.", selection.warning()));
        }
        add(parts, page.t("replays.since"), selection.since() == null ? null : page.time(selection.since()));
        add(parts, page.t("replays.until"), selection.until() == null ? null : page.time(selection.until()));
        if (selection.ids() != null) {
            add(
                    parts,
                    page.t("message.number"),
                    selection.ids().stream().map(id -> "#" + id).collect(Collectors.joining(", ")));
        }
        return parts;
    }

    private static void add(List<Part> parts, String label, String value) {
        if (value != null && !value.isEmpty()) {
            parts.add(new Part(label, Shown.visible(value)));
        }
    }
}
