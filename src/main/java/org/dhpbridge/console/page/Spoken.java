package org.dhpbridge.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dhpbridge.anatomy.Anatomy;
import org.dhpbridge.ledger.Said;

/**
 * A request to the platform as it was sent, and its answer.
 *
 * @param request method and path below the base, as {@code PUT Patient/7}
 * @param status HTTP status of the answer; empty when none came
 * @param tooLong whether the body was too long to be kept
 * @param wordless whether of the answer only the status is kept: it had no FHIR in it, or too much
 */
public record Spoken(
        String request, String status, List<Part> sent, List<Part> answered, boolean tooLong, boolean wordless) {

    private static final int MOST_LINES = 4_000;
    /** What the platform says of its own. */
    private static final Set<String> OF_THE_PLATFORM = Set.of(
            "resourceType", "type", "status", "etag", "location", "lastModified", "severity", "code", "versionId");

    /** A resource. @param name as {@code Patient/6f…}, the id that the mapping gave it */
    public record Part(String name, List<Line> lines) {}

    /**
     * A value.
     *
     * @param places in the message, as words for the page's script; empty when it is not known to come from there
     * @param isOpen whether nothing of the message is in it
     */
    public record Line(String path, JsonNode value, String places, boolean isOpen) {}

    /** @param anatomy of the message, which tells what came of which field; null when that is not known */
    static List<Spoken> of(Said said, Anatomy anatomy) {
        Origins origins = Origins.of(anatomy);
        List<Spoken> all = new ArrayList<>();
        for (JsonNode turn : said.turns()) {
            all.add(new Spoken(
                    (turn.path("method").asText() + " " + turn.path("url").asText()
                                    + (turn.has("ifMatch")
                                            ? " If-Match: "
                                                    + turn.path("ifMatch").asText()
                                            : ""))
                            .strip(),
                    turn.path("status").asText(),
                    sent(turn, origins),
                    answered(turn.path("answered")),
                    !turn.has("sent"),
                    turn.has("status") && !turn.has("answered")));
        }
        return all;
    }

    private static List<Part> sent(JsonNode turn, Origins origins) {
        JsonNode body = turn.path("sent");
        JsonNode about = turn.path("about");
        List<Part> parts = new ArrayList<>();
        if (body.path("entry").isArray()) {
            for (int i = 0; i < body.path("entry").size(); i++) {
                JsonNode entry = body.path("entry").get(i);
                parts.add(part(about.path(i).asText(), entry.path("resource"), origins));
            }
        } else if (body.isObject()) {
            parts.add(part(about.path(0).asText(), body, origins));
        }
        return parts;
    }

    private static Part part(String name, JsonNode resource, Origins origins) {
        List<Line> lines = new ArrayList<>();
        walk("", resource, (path, value) -> lines.add(origins.line(name, path, value)), lines);
        return new Part(name, lines);
    }

    private static List<Part> answered(JsonNode body) {
        Stream<JsonNode> each = body.path("entry").isArray()
                ? Stream.iterate(0, i -> i < body.path("entry").size(), i -> i + 1)
                        .map(i -> body.path("entry").get(i))
                : Stream.of(body).filter(JsonNode::isObject);
        return each.map(one -> {
                    List<Line> lines = new ArrayList<>();
                    walk("", one, (path, value) -> lines.add(new Line(path, value, "", ofThePlatform(path))), lines);
                    return new Part("", lines);
                })
                .toList();
    }

    /** Of a resource that comes back in an answer nothing is. */
    private static boolean ofThePlatform(String path) {
        boolean issue = path.startsWith("issue[") || path.startsWith("response.");
        return (issue || path.indexOf('.') < 0) && OF_THE_PLATFORM.contains(path.substring(path.lastIndexOf('.') + 1));
    }

    private interface Found {
        void value(String path, JsonNode value);
    }

    private static void walk(String path, JsonNode node, Found found, List<Line> lines) {
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                walk(path.isEmpty() ? field.getKey() : path + "." + field.getKey(), field.getValue(), found, lines);
            }
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                walk(path + "[" + i + "]", node.get(i), found, lines);
            }
        } else if (!node.isMissingNode() && lines.size() < MOST_LINES) {
            found.value(path, node);
        }
    }

    /** From which fields the values of the mapped resources come: what is sent has the same values, at other indexes perhaps. */
    private record Origins(Map<String, List<Anatomy.Value>> byResourceAndText) {

        static Origins of(Anatomy anatomy) {
            return new Origins(
                    anatomy == null
                            ? Map.of()
                            : anatomy.resources().stream()
                                    .flatMap(resource -> resource.values().stream()
                                            .map(value -> Map.entry(key(resource.name(), value.value()), value)))
                                    .collect(Collectors.groupingBy(
                                            Map.Entry::getKey,
                                            Collectors.mapping(Map.Entry::getValue, Collectors.toList()))));
        }

        private static String key(String resource, JsonNode value) {
            return resource + "\n" + value.asText();
        }

        Line line(String resource, String path, JsonNode value) {
            String element = element(path);
            List<Anatomy.Value> same = byResourceAndText.getOrDefault(key(resource, value), List.of()).stream()
                    .filter(one -> element.startsWith(element(one.path())))
                    .toList();
            String places = same.stream().map(Anatomy.Value::words).distinct().collect(Collectors.joining(" "));
            boolean isOpen = !same.isEmpty() && same.stream().allMatch(Anatomy.Value::isOpen);
            return new Line(path, value, places.strip(), isOpen || path.equals("resourceType"));
        }

        /** {@code family} of {@code name[0].family}. */
        private static String element(String path) {
            String last = path.substring(path.lastIndexOf('.') + 1);
            int index = last.indexOf('[');
            return index < 0 ? last : last.substring(0, index);
        }
    }
}
