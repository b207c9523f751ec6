package org.dhpbridge.cli;

import static java.time.format.DateTimeFormatter.ISO_OFFSET_DATE_TIME;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.dhpbridge.conformance.Issue;
import org.dhpbridge.kernel.ExactJson;
import org.dhpbridge.mapping.trace.Leaf;
import org.dhpbridge.mapping.trace.Lineage;
import org.dhpbridge.profile.ProfilePack;
import org.dhpbridge.source.RawMessage;
import org.dhpbridge.transform.Draft;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows what would be sent, without sending it. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        header = "Shows what the bridge would send for the messages in files, without sending anything.",
        description = {
            "",
            "Prints one JSON object a message (NDJSON): source, mapping, subject, eventTime, resources, filled (what was"
                    + " declared absent, why and how), issues, unmapped (codes that the tables in mappings/codes lack),"
                    + " notCarried (fields that hold something and that the mapping does not look at: how often, and why);"
                    + " with --trace also trace (for every value, the input fields and the line of the mapping).",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every message could be sent",
            "1:at least one would be dead, or a file cannot be read",
            "2:wrong usage"
        })
final class Explain extends ConvertingCommand {

    private static final int ONE_WOULD_BE_DEAD = 1;

    private final ObjectMapper json = ExactJson.mapper();

    @Option(
            names = "--trace",
            description =
                    "adds, for every value of the output, the input field, the code table and the line of the mapping that made it")
    private boolean trace;

    @ArgGroup
    private Form form = new Form();

    private Lineage lineage;
    private boolean oneWouldBeDead;

    /** How the result is printed. */
    private static final class Form {

        @Option(names = "--json", description = "prints JSON (this is so without it, too)")
        private boolean json;

        @Option(names = "--text", description = "with --trace: prints a line a value instead of JSON")
        private boolean text;
    }

    @Override
    void begin(ProfilePack profiles) {
        lineage = new Lineage(profiles);
    }

    @Override
    int end() {
        return oneWouldBeDead ? ONE_WOULD_BE_DEAD : 0;
    }

    @Override
    void converted(Path file, RawMessage message, Draft draft, Map<String, Integer> unread) {
        ObjectNode line = line(file, message.location());
        line.put("mapping", draft.mapped().mapping());
        line.put("subject", draft.mapped().subject());
        line.put("eventTime", draft.eventTime() == null ? null : ISO_OFFSET_DATE_TIME.format(draft.eventTime()));
        ArrayNode resources = line.putArray("resources");
        draft.resources().forEach(resources::add);
        line.set("filled", json.valueToTree(draft.filled()));
        line.set("issues", issues(draft.issues()));
        line.set("unmapped", json.valueToTree(draft.unmapped()));
        ArrayNode notCarried = line.putArray("notCarried");
        unread.forEach((field, count) ->
                notCarried.addObject().put("field", field).put("count", count).put("why", why(field)));
        List<Leaf> leaves = trace ? lineage.of(draft.resources(), draft.filled()) : List.of();
        if (trace) {
            ArrayNode entries = line.putArray("trace");
            leaves.forEach(leaf -> entries.add(TraceText.json(leaf)));
        }
        if (trace && form.text) {
            printText(file, message.location(), leaves, draft.issues());
        } else {
            print(line, Issue.anyError(draft.issues()));
        }
    }

    /** For people: a line a value, and what is wrong. */
    private void printText(Path file, String location, List<Leaf> leaves, List<Issue> issues) {
        oneWouldBeDead |= Issue.anyError(issues);
        out().println(file + (location == null ? "" : " " + location));
        TraceText.lines(leaves).forEach(out()::println);
        issues.forEach(issue -> out().println(issue.severity() + ": " + issue.diagnostics()
                + (issue.count() == null ? "" : " (" + issue.count() + " times)")));
        out().flush();
    }

    @Override
    void unreadable(Path file, String location, String code, String sentence) {
        if (trace && form.text) {
            printText(file, location, List.of(), List.of(Issue.error(code, null, sentence)));
            return;
        }
        ObjectNode line = line(file, location);
        line.putNull("mapping").putNull("subject").putNull("eventTime");
        line.putArray("resources");
        line.putArray("filled");
        line.set("issues", issues(List.of(Issue.error(code, null, sentence))));
        line.putArray("unmapped");
        line.putArray("notCarried");
        print(line, true);
    }

    private ObjectNode line(Path file, String location) {
        ObjectNode line = json.createObjectNode().put("source", file.toString());
        if (location != null) {
            line.put("location", location);
        }
        return line;
    }

    private ArrayNode issues(List<Issue> issues) {
        ArrayNode nodes = json.createArrayNode();
        for (Issue issue : issues) {
            ObjectNode node = nodes.addObject()
                    .put("severity", issue.severity())
                    .put("code", issue.code())
                    .put("expression", issue.expression())
                    .put("field", issue.field())
                    .put("diagnostics", issue.diagnostics());
            if (issue.count() != null) {
                node.put("count", issue.count());
            }
        }
        return nodes;
    }

    private void print(ObjectNode line, boolean dead) {
        oneWouldBeDead |= dead;
        out().println(line);
        out().flush();
    }
}
