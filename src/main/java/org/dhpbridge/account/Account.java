package org.dhpbridge.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.dhpbridge.conformance.Issue;
import org.dhpbridge.mapping.Mapped;

/** Compares what came in with what the mapping made of it. Stateless; safe for many threads. */
public final class Account {

    /** Code of the issue when something of the input is in no record. */
    public static final String NOT_CARRIED = "not-carried";

    /**
     * @param tree of a reader; not changed
     * @param mapped what became of it, without errors
     * @return what is not accounted for, in the order of the input; empty when all is
     */
    public List<Issue> settle(ObjectNode tree, Mapped mapped) {
        return tree.has("rows") ? rows(tree, mapped) : segments(tree, mapped);
    }

    private static List<Issue> segments(ObjectNode tree, Mapped mapped) {
        List<AccountedSegment> items = Inventory.of(tree);
        List<Issue> issues = new ArrayList<>();
        if (!mapped.accounts()) {
            new KindCounts(mapped).compare(items, issues);
        } else {
            for (AccountedSegment item : items) {
                if (isMissing(item, mapped)) {
                    issues.add(missing(item, mapped.mapping()));
                }
            }
            new Records(items, mapped).check(issues);
        }
        new Identifiers(mapped).check(items, issues);
        new Notes(mapped).check(items, issues);
        return issues;
    }

    private static boolean isMissing(AccountedSegment item, Mapped mapped) {
        return item.kind().isRecord()
                && !mapped.carriers().containsKey(item.number())
                && !mapped.leftOut().contains(item.number())
                && !item.isEmpty();
    }

    private static Issue missing(AccountedSegment item, String mapping) {
        return Issue.error(
                        NOT_CARRIED,
                        null,
                        item.place() + ": this " + item.kind().noun()
                                + " is in no record that would be sent, and nothing says why. "
                                + Remedy.of(mapping))
                .at(item.place());
    }

    /** Every row is in a record; a mapping that does not say which rows it carries is only counted. */
    private static List<Issue> rows(ObjectNode tree, Mapped mapped) {
        List<Issue> issues = new ArrayList<>();
        JsonNode rows = tree.path("rows");
        if (!mapped.accounts()) {
            if (mapped.resources().size() < rows.size()) {
                issues.add(Issue.warning(
                        NOT_CARRIED,
                        null,
                        "The message has " + rows.size() + " rows and became "
                                + mapped.resources().size()
                                + " records; mappings/" + mapped.mapping()
                                + ".jslt does not say which rows they carry (accounts-for, docs/mapping.md). Look whether a"
                                + " row is missing."));
            }
            return issues;
        }
        for (JsonNode row : rows) {
            boolean inLines = row.has("_line");
            int number = row.path(inLines ? "_line" : "_row").asInt();
            if (!mapped.carriers().containsKey(number) && !mapped.leftOut().contains(number)) {
                String place = (inLines ? "line " : "row ") + number;
                issues.add(Issue.error(
                                NOT_CARRIED,
                                null,
                                place + ": this row is in no record that would be sent, and nothing says why. "
                                        + Remedy.of(mapped.mapping()))
                        .at(place));
            }
        }
        return issues;
    }
}
