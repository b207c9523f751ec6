package org.dhpbridge.profile;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/** Decides whether an element belongs to a slice, by the slicing's discriminators. */
final class SliceMatcher {

    private final List<BiPredicate<JsonNode, String>> tests = new ArrayList<>();

    SliceMatcher(ElementRule slice, List<Discriminator> discriminators) {
        for (Discriminator discriminator : discriminators) {
            tests.add(test(slice, discriminator));
        }
    }

    /**
     * @param value the element; null for a primitive with only an extension
     * @param type its FHIR type as its JSON name says; null when only one is possible
     */
    boolean matches(JsonNode value, String type) {
        for (BiPredicate<JsonNode, String> test : tests) {
            if (!test.test(value, type)) {
                return false;
            }
        }
        return true;
    }

    private static BiPredicate<JsonNode, String> test(ElementRule slice, Discriminator discriminator) {
        String[] path = discriminator.path().equals("$this")
                ? new String[0]
                : discriminator.path().split("\\.(?![^(]*\\))");
        return switch (discriminator.type()) {
            case "value", "pattern" -> byValue(slice, path, discriminator);
            case "exists" -> byExistence(slice, path, discriminator);
            case "type", "profile" -> byType(slice, path, discriminator);
            default -> throw undecidable(slice, discriminator);
        };
    }

    private static PackException undecidable(ElementRule slice, Discriminator discriminator) {
        return new PackException("The slice " + slice.id() + " is told apart by " + discriminator.type() + " at "
                + discriminator.path() + ", but says nothing there that can be tested. Correct the profile pack.");
    }

    private static BiPredicate<JsonNode, String> byValue(
            ElementRule slice, String[] path, Discriminator discriminator) {
        return byConstant(slice, path, 0)
                .or(() -> byBinding(slice, path, 0))
                .orElseGet(() -> byExistence(slice, path, discriminator));
    }

    /** A fixed or pattern value on the way to the discriminating element, or in a slice of what is on the way. */
    private static Optional<BiPredicate<JsonNode, String>> byConstant(ElementRule rule, String[] path, int at) {
        if (rule.value() != null) {
            Optional<JsonNode> constant = inside(rule.value(), path, at);
            if (constant.isPresent()) {
                boolean exact = rule.isExact();
                JsonNode expected = constant.get();
                Test matches = found -> Patterns.matches(expected, exact, found);
                return Optional.of((value, type) -> any(value, path, 0, matches));
            }
        }
        if (at == path.length) {
            return Optional.empty();
        }
        Optional<String> url = path[at].equals("url") ? Constants.extensionUrl(rule) : Optional.empty();
        if (url.isPresent()) {
            return Optional.of((value, type) ->
                    value != null && url.get().equals(value.path("url").asText()));
        }
        return onTheWay(rule, path[at])
                .flatMap(next -> byConstant(next, path, at + 1).stream())
                .findFirst();
    }

    private static Optional<BiPredicate<JsonNode, String>> byBinding(ElementRule rule, String[] path, int at) {
        if (at < path.length) {
            return onTheWay(rule, path[at])
                    .flatMap(next -> byBinding(next, path, at + 1).stream())
                    .findFirst();
        }
        Binding binding = rule.binding();
        return binding == null || !binding.isRequired()
                ? Optional.empty()
                : Optional.of((value, type) -> any(value, path, 0, found -> isIn(binding.codes(), found)));
    }

    private static Stream<ElementRule> onTheWay(ElementRule rule, String step) {
        return child(rule, step).stream()
                .flatMap(next -> Stream.concat(
                        Stream.of(next), next.slicing() == null ? Stream.empty() : next.slicing().slices().stream()));
    }

    private static Optional<ElementRule> child(ElementRule rule, String step) {
        if (step.startsWith("extension(")) {
            String url = step.substring("extension('".length(), step.length() - 2);
            return rule.child("extension").map(ElementRule::slicing).flatMap(slicing -> slicing.slices().stream()
                    .filter(slice ->
                            Constants.extensionUrl(slice).filter(url::equals).isPresent())
                    .findFirst());
        }
        return rule.child(step);
    }

    private static Optional<JsonNode> inside(JsonNode constant, String[] path, int from) {
        JsonNode found = constant;
        for (int i = from; i < path.length && found != null; i++) {
            found = found.get(path[i]);
            found = found != null && found.isArray() ? found.get(0) : found;
        }
        return Optional.ofNullable(found);
    }

    private static BiPredicate<JsonNode, String> byExistence(
            ElementRule slice, String[] path, Discriminator discriminator) {
        ElementRule rule = slice;
        for (String step : path) {
            rule = child(rule, step).orElseThrow(() -> undecidable(slice, discriminator));
        }
        if (rule.min() == 0 && rule.max() > 0) {
            throw undecidable(slice, discriminator);
        }
        boolean wanted = rule.max() > 0;
        return (value, type) -> any(value, path, 0, found -> true) == wanted;
    }

    private static BiPredicate<JsonNode, String> byType(ElementRule slice, String[] path, Discriminator discriminator) {
        if (path.length > 0 && path[path.length - 1].equals("resolve()")) {
            String[] to = List.of(path).subList(0, path.length - 1).toArray(String[]::new);
            ElementRule rule = slice;
            for (String step : to) {
                rule = child(rule, step).orElseThrow(() -> undecidable(slice, discriminator));
            }
            List<String> targets = rule.types().stream()
                    .flatMap(type -> type.targetTypes().stream())
                    .toList();
            return (value, type) -> any(value, to, 0, found -> refersToOne(found, targets));
        }
        if (path.length > 0 || discriminator.type().equals("profile")) {
            throw undecidable(slice, discriminator);
        }
        return (value, type) -> type == null || slice.type(type) != null;
    }

    private static boolean refersToOne(JsonNode reference, List<String> types) {
        String text = reference.path("reference").asText("");
        return types.stream()
                .anyMatch(type -> text.startsWith(type + "/")
                        || text.contains("/" + type + "/")
                        || type.equals(reference.path("type").asText()));
    }

    private static boolean isIn(CodeSet codes, JsonNode value) {
        if (value.isTextual()) {
            return codes.contains(null, value.asText()) == CodeSet.Membership.YES;
        }
        if (value.has("coding")) {
            for (JsonNode coding : value.path("coding")) {
                if (isIn(codes, coding)) {
                    return true;
                }
            }
            return false;
        }
        return value.has("code")
                && codes.contains(
                                value.path("system").asText(""),
                                value.path("code").asText())
                        == CodeSet.Membership.YES;
    }

    @FunctionalInterface
    private interface Test {
        boolean of(JsonNode value);
    }

    private static boolean any(JsonNode value, String[] path, int at, Test test) {
        if (value == null) {
            return false;
        }
        if (value.isArray()) {
            for (JsonNode one : value) {
                if (any(one, path, at, test)) {
                    return true;
                }
            }
            return false;
        }
        if (at == path.length) {
            return test.of(value);
        }
        if (path[at].startsWith("extension(")) {
            String url = path[at].substring("extension('".length(), path[at].length() - 2);
            for (JsonNode extension : value.path("extension")) {
                if (url.equals(extension.path("url").asText()) && any(extension, path, at + 1, test)) {
                    return true;
                }
            }
            return false;
        }
        JsonNode next = value.get(path[at]);
        return next == null ? anyChoice(value, path, at, test) : any(next, path, at + 1, test);
    }

    private static boolean anyChoice(JsonNode value, String[] path, int at, Test test) {
        String name = path[at];
        for (var field : value.properties()) {
            String key = field.getKey();
            if (key.length() > name.length()
                    && key.startsWith(name)
                    && Character.isUpperCase(key.charAt(name.length()))
                    && any(field.getValue(), path, at + 1, test)) {
                return true;
            }
        }
        return false;
    }
}
