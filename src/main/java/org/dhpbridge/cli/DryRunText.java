package org.dhpbridge.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;

/** A dry run as a person reads it: message, what would happen, differing elements. */
final class DryRunText {

    private static final int LONGEST_VALUE = 100;

    private DryRunText() {}

    /** @param answer of {@code POST /api/messages/replay} with {@code dryRun} */
    static void print(JsonNode answer, PrintWriter out) {
        JsonNode messages = answer.path("messages");
        if (messages.isEmpty()) {
            out.println("No such messages: nothing would be replayed.");
        }
        messages.forEach(message -> one(message, out));
        if (answer.path("more").asBoolean()) {
            out.println("… and more; --limit shows more of them.");
        }
        out.println("Nothing was written.");
    }

    private static void one(JsonNode message, PrintWriter out) {
        out.println("#" + message.path("id").asText() + " "
                + message.path("source").asText() + " "
                + message.path("location").asText() + ": is "
                + message.path("state").asText() + ", would be "
                + message.path("wouldBe").asText());
        JsonNode error = message.at("/now/error");
        if (!error.isMissingNode()) {
            out.println("  [" + error.path("code").asText() + "] "
                    + error.path("text").asText());
        }
        if (message.has("platform")) {
            out.println("  not compared with the platform: "
                    + message.path("platform").asText());
        }
        for (JsonNode issue : message.path("issues")) {
            if (issue.path("severity").asText().equals("warning")) {
                int count = issue.path("count").asInt(1);
                out.println("  warning: " + issue.path("diagnostics").asText()
                        + (count > 1 ? " (" + count + " times)" : ""));
            }
        }
        message.path("resources").forEach(resource -> resource(resource, out));
        for (JsonNode difference : message.path("changed")) {
            boolean inside = difference.path("path").asText().matches("message\\.(error|filled).*");
            if (!inside) {
                difference(difference, out, "  ");
            }
        }
    }

    private static void resource(JsonNode resource, PrintWriter out) {
        out.println("  " + resource.path("action").asText("send") + " "
                + resource.path("reference")
                        .asText(resource.at("/resource/resourceType").asText()));
        resource.path("differences").forEach(difference -> difference(difference, out, "    "));
    }

    private static void difference(JsonNode difference, PrintWriter out, String indent) {
        out.println(indent + difference.path("path").asText() + ": " + value(difference.path("was")) + " -> "
                + value(difference.path("now")));
    }

    private static String value(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "nothing";
        }
        String text = value.toString();
        return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "…";
    }
}
