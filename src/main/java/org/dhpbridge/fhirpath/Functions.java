package org.dhpbridge.fhirpath;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** FHIRPath's functions on collections (N1, chapter 5) and FHIR's own (FHIR R5, FHIRPath, 2.1.9.1.5). */
final class Functions {

    private static final Node ALWAYS = (focus, scope) -> Node.TRUE;
    private static final Node EXTENSION = new Step("extension");

    private Functions() {}

    /** @throws FhirPathException when the function is not evaluated here */
    static Node function(String name, List<Node> arguments, String expression) {
        Node first = arguments.isEmpty() ? null : arguments.get(0);
        return switch (name) {
            case "exists" ->
                first == null
                        ? new Presence(true)
                        : (focus, scope) -> Node.bool(focus.stream().anyMatch(item -> Node.holds(first, item, scope)));
            case "all" -> (focus, scope) -> Node.bool(focus.stream().allMatch(item -> Node.holds(first, item, scope)));
            case "where" -> (focus, scope) -> where(first, focus, scope);
            case "select" -> (focus, scope) -> select(first, focus, scope);
            case "repeat" -> (focus, scope) -> repeat(first, focus, scope);
            case "iif" -> iif(arguments);
            case "empty" -> new Presence(false);
            case "not" ->
                (focus, scope) -> {
                    Boolean truth = Node.truth(focus);
                    return truth == null ? List.of() : Node.bool(!truth);
                };
            case "count" -> (focus, scope) -> List.of(Item.of(IntNode.valueOf(focus.size())));
            case "first" -> (focus, scope) -> focus.isEmpty() ? List.of() : List.of(focus.get(0));
            case "single" -> (focus, scope) -> single(focus, expression);
            case "last" -> (focus, scope) -> focus.isEmpty() ? List.of() : List.of(focus.get(focus.size() - 1));
            case "tail" -> (focus, scope) -> focus.size() < 2 ? List.of() : focus.subList(1, focus.size());
            case "skip" ->
                (focus, scope) -> focus.stream().skip(integer(first, scope)).toList();
            case "take" ->
                (focus, scope) -> focus.stream().limit(integer(first, scope)).toList();
            case "distinct" -> (focus, scope) -> Operators.distinct(focus);
            case "isDistinct" ->
                (focus, scope) -> Node.bool(Operators.distinct(focus).size() == focus.size());
            case "allTrue" -> (focus, scope) -> Node.bool(focus.stream().allMatch(item -> isBoolean(item, true)));
            case "anyTrue" -> (focus, scope) -> Node.bool(focus.stream().anyMatch(item -> isBoolean(item, true)));
            case "allFalse" -> (focus, scope) -> Node.bool(focus.stream().allMatch(item -> isBoolean(item, false)));
            case "anyFalse" -> (focus, scope) -> Node.bool(focus.stream().anyMatch(item -> isBoolean(item, false)));
            case "intersect" ->
                (focus, scope) -> {
                    List<Item> others = first.eval(scope.self(), scope);
                    return Operators.distinct(focus.stream()
                            .filter(item -> Operators.isIn(item, others))
                            .toList());
                };
            case "exclude" ->
                (focus, scope) -> {
                    List<Item> others = first.eval(scope.self(), scope);
                    return focus.stream()
                            .filter(item -> !Operators.isIn(item, others))
                            .toList();
                };
            case "union" -> (focus, scope) -> Operators.distinct(combine(focus, first.eval(scope.self(), scope)));
            case "combine" -> (focus, scope) -> combine(focus, first.eval(scope.self(), scope));
            case "subsetOf" ->
                (focus, scope) -> {
                    List<Item> others = first.eval(scope.self(), scope);
                    return Node.bool(focus.stream().allMatch(item -> Operators.isIn(item, others)));
                };
            case "supersetOf" ->
                (focus, scope) -> Node.bool(
                        first.eval(scope.self(), scope).stream().allMatch(item -> Operators.isIn(item, focus)));
            case "children" ->
                (focus, scope) ->
                        focus.stream().flatMap(item -> Step.all(item).stream()).toList();
            case "descendants" -> (focus, scope) -> descendants(focus);
            case "hasValue" ->
                (focus, scope) -> Node.bool(focus.size() == 1 && focus.get(0).hasValue());
            case "extension" -> (focus, scope) -> extension(focus, first, scope);
            case "resolve" -> (focus, scope) -> resolve(focus, scope);
            case "trace" -> (focus, scope) -> focus;
            case "htmlChecks" -> ALWAYS;
            case "today" ->
                (focus, scope) ->
                        List.of(Item.of(TextNode.valueOf(LocalDate.now().toString())));
            case "now" ->
                (focus, scope) -> List.of(Item.of(TextNode.valueOf(
                        OffsetDateTime.now().truncatedTo(ChronoUnit.SECONDS).toString())));
            case "lowBoundary" -> (focus, scope) -> boundary(focus, true);
            case "highBoundary" -> (focus, scope) -> boundary(focus, false);
            case "comparable" -> (focus, scope) -> comparable(focus, first.eval(scope.self(), scope));
            default -> TextFunctions.function(name, arguments, expression);
        };
    }

    private static List<Item> single(List<Item> focus, String expression) {
        if (focus.size() > 1) {
            throw new FhirPathException("single() stands where there are " + focus.size() + ": " + expression);
        }
        return focus;
    }

    private static int integer(Node argument, Scope scope) {
        List<Item> items = argument.eval(scope.self(), scope);
        return items.isEmpty() ? 0 : items.get(0).value().asInt();
    }

    private static boolean isBoolean(Item item, boolean value) {
        return item.value() != null && item.value().isBoolean() && item.value().booleanValue() == value;
    }

    private static List<Item> where(Node criterion, List<Item> focus, Scope scope) {
        return focus.isEmpty()
                ? focus
                : focus.stream()
                        .filter(item -> Node.holds(criterion, item, scope))
                        .toList();
    }

    private static List<Item> select(Node projection, List<Item> focus, Scope scope) {
        List<Item> found = new ArrayList<>();
        focus.forEach(item -> found.addAll(projection.eval(List.of(item), scope.at(item))));
        return found;
    }

    /** Each once (N1, 5.2.3): what was found before is not looked into again, or the way could go in a circle. */
    private static List<Item> repeat(Node projection, List<Item> focus, Scope scope) {
        List<Item> found = new ArrayList<>();
        List<Item> next = focus;
        while (!next.isEmpty()) {
            List<Item> fresh = new ArrayList<>();
            for (Item item : select(projection, next, scope)) {
                if (!Operators.isIn(item, found)) {
                    found.add(item);
                    fresh.add(item);
                }
            }
            next = fresh;
        }
        return found;
    }

    private static Node iif(List<Node> arguments) {
        return (focus, scope) -> {
            Scope at = focus.size() == 1 ? scope.at(focus.get(0)) : scope;
            if (Boolean.TRUE.equals(Node.truth(arguments.get(0).eval(focus, at)))) {
                return arguments.get(1).eval(focus, at);
            }
            return arguments.size() > 2 ? arguments.get(2).eval(focus, at) : List.of();
        };
    }

    private static List<Item> combine(List<Item> left, List<Item> right) {
        List<Item> all = new ArrayList<>(left);
        all.addAll(right);
        return all;
    }

    private static List<Item> descendants(List<Item> focus) {
        List<Item> found = new ArrayList<>();
        for (Item item : focus) {
            List<Item> children = Step.all(item);
            found.addAll(children);
            found.addAll(descendants(children));
        }
        return found;
    }

    private static List<Item> extension(List<Item> focus, Node url, Scope scope) {
        List<Item> urls = url.eval(scope.self(), scope);
        return urls.isEmpty()
                ? List.of()
                : EXTENSION.eval(focus, scope).stream()
                        .filter(item -> item.isObject()
                                && item.value()
                                        .path("url")
                                        .asText()
                                        .equals(urls.get(0).text()))
                        .toList();
    }

    /** Only what stands in the same message can be found: contained resources and entries of the Bundle. */
    private static List<Item> resolve(List<Item> focus, Scope scope) {
        List<Item> found = new ArrayList<>();
        for (Item item : focus) {
            String reference =
                    item.isObject() ? item.value().path("reference").asText("") : String.valueOf(item.text());
            JsonNode target = reference.startsWith("#")
                    ? contained(scope.outermost(), reference.substring(1))
                    : entry(scope.outermost(), reference);
            if (target != null) {
                found.add(new Item(target, null, target.path("resourceType").asText()));
            }
        }
        return found;
    }

    private static JsonNode contained(JsonNode root, String id) {
        for (JsonNode contained : root.path("contained")) {
            if (contained.path("id").asText().equals(id)) {
                return contained;
            }
        }
        return null;
    }

    private static JsonNode entry(JsonNode root, String reference) {
        for (JsonNode entry : root.path("entry")) {
            if (!reference.isEmpty() && entry.path("fullUrl").asText().endsWith(reference)) {
                return entry.path("resource");
            }
        }
        return null;
    }

    private static List<Item> boundary(List<Item> focus, boolean low) {
        JsonNode boundary = focus.isEmpty() ? null : Boundaries.of(focus.get(0).value(), low);
        return boundary == null ? List.of() : List.of(Item.of(boundary));
    }

    private static List<Item> comparable(List<Item> left, List<Item> right) {
        if (left.isEmpty() || right.isEmpty()) {
            return List.of();
        }
        JsonNode a = left.get(0).value();
        JsonNode b = right.get(0).value();
        boolean same = Set.of("system", "code").stream()
                .allMatch(part -> a.path(part).asText().equals(b.path(part).asText()));
        return Node.bool(same);
    }
}
