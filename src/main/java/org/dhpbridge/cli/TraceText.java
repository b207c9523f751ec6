package org.dhpbridge.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.dhpbridge.mapping.trace.Leaf;
import org.dhpbridge.mapping.trace.TableRow;

/** Puts a trace into JSON, and into lines for people. */
final class TraceText {

    private TraceText() {}

    static ObjectNode json(Leaf leaf) {
        ObjectNode entry = JsonNodeFactory.instance.objectNode();
        entry.put("resource", leaf.resource()).put("path", leaf.path());
        entry.set("value", leaf.value());
        entry.put("from", leaf.from().word());
        ArrayNode sources = entry.putArray("source");
        if (leaf.origin() != null) {
            leaf.origin().sources().forEach(sources::add);
            if (leaf.origin().file() != null) {
                entry.putObject("mapping")
                        .put("file", leaf.origin().file())
                        .put("line", leaf.origin().line());
            }
            List<TableRow> tables = leaf.origin().tables();
            if (!tables.isEmpty()) {
                TableRow last = tables.get(tables.size() - 1);
                entry.putObject("table").put("file", last.file()).put("row", last.row());
            }
        }
        if (leaf.absent() != null) {
            entry.putObject("absent")
                    .put("reason", leaf.absent().reason())
                    .put("how", leaf.absent().how());
        }
        return entry;
    }

    /** A line a value, under a line a resource. */
    static List<String> lines(List<Leaf> leaves) {
        List<String> lines = new ArrayList<>();
        String resource = "";
        for (Leaf leaf : leaves) {
            if (!leaf.resource().equals(resource)) {
                resource = leaf.resource();
                lines.add(resource);
            }
            lines.add("  " + leaf.path() + " = " + leaf.value() + " <- " + from(leaf));
        }
        return lines;
    }

    private static String from(Leaf leaf) {
        StringBuilder text = new StringBuilder(
                switch (leaf.from()) {
                    case INPUT -> String.join(", ", leaf.origin().sources());
                    case ABSENT ->
                        "declared absent: " + leaf.absent().reason() + ", "
                                + leaf.absent().how();
                    case PACK -> "profile pack";
                    case PROFILE -> "prescribed by the profile";
                    default -> leaf.from().word();
                });
        if (leaf.origin() != null) {
            for (TableRow row : leaf.origin().tables()) {
                text.append(", ").append(row.file()).append(" row ").append(row.row());
            }
            text.append(" (")
                    .append(leaf.origin().file())
                    .append(':')
                    .append(leaf.origin().line())
                    .append(')');
        }
        return text.toString();
    }
}
