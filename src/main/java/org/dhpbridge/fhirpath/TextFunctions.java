package org.dhpbridge.fhirpath;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;

/** FHIRPath's functions on strings and its conversions (N1, 5.5 and 5.6). */
final class TextFunctions {

    private TextFunctions() {}

    static Node function(String name, List<Node> arguments, String expression) {
        return switch (name) {
            case "startsWith" -> test(arguments, String::startsWith);
            case "endsWith" -> test(arguments, String::endsWith);
            case "contains" -> test(arguments, String::contains);
            case "matches" -> matches(arguments, false);
            case "matchesFull" -> matches(arguments, true);
            case "length" -> convert(text -> Item.of(IntNode.valueOf(text.length())));
            case "upper" -> convert(text -> text(text.toUpperCase(Locale.ROOT)));
            case "lower" -> convert(text -> text(text.toLowerCase(Locale.ROOT)));
            case "trim" -> convert(text -> text(text.trim()));
            case "toString" -> convert(TextFunctions::text);
            case "toInteger" ->
                convert(text -> text.matches("[+-]?\\d+") ? Operators.number(new BigDecimal(text)) : null);
            case "toDecimal" ->
                convert(text -> text.matches("[+-]?\\d+(\\.\\d+)?") ? Operators.number(new BigDecimal(text)) : null);
            case "substring" -> (focus, scope) -> substring(focus, arguments, scope);
            case "replace" -> replace(arguments, String::replace);
            case "replaceMatches" -> replaceMatches(arguments);
            case "join" ->
                (focus, scope) -> List.of(text(String.join(
                        arguments.isEmpty() ? "" : argument(arguments, 0, scope),
                        focus.stream().map(Item::text).toList())));
            default ->
                throw new FhirPathException(
                        "The FHIRPath function " + name + "() is not evaluated here: " + expression);
        };
    }

    private static Item text(String text) {
        return Item.of(TextNode.valueOf(text));
    }

    private static String argument(List<Node> arguments, int index, Scope scope) {
        List<Item> items = arguments.get(index).eval(scope.self(), scope);
        return items.isEmpty() ? null : items.get(0).text();
    }

    private static String only(List<Item> focus) {
        return focus.size() == 1 ? focus.get(0).text() : null;
    }

    private static Node convert(Function<String, Item> conversion) {
        return (focus, scope) -> {
            String text = only(focus);
            Item converted = text == null ? null : conversion.apply(text);
            return converted == null ? List.of() : List.of(converted);
        };
    }

    private static Node test(List<Node> arguments, BiFunction<String, String, Boolean> test) {
        return (focus, scope) -> {
            String text = only(focus);
            String other = argument(arguments, 0, scope);
            boolean valueless = focus.size() == 1 && text == null;
            if (valueless) {
                return Node.bool(false);
            }
            return text == null || other == null ? List.of() : Node.bool(test.apply(text, other));
        };
    }

    private static Node matches(List<Node> arguments, boolean full) {
        CachedPattern pattern = new CachedPattern();
        return (focus, scope) -> {
            String text = only(focus);
            String regex = argument(arguments, 0, scope);
            if (text == null || regex == null) {
                return List.of();
            }
            Pattern compiled = pattern.of(regex);
            return Node.bool(
                    full
                            ? compiled.matcher(text).matches()
                            : compiled.matcher(text).find());
        };
    }

    private static List<Item> substring(List<Item> focus, List<Node> arguments, Scope scope) {
        String text = only(focus);
        List<Item> from = arguments.get(0).eval(scope.self(), scope);
        if (text == null || from.isEmpty()) {
            return List.of();
        }
        int start = from.get(0).value().asInt();
        if (start < 0 || start >= text.length()) {
            return List.of();
        }
        int end = text.length();
        if (arguments.size() > 1) {
            List<Item> length = arguments.get(1).eval(scope.self(), scope);
            if (!length.isEmpty()) {
                end = Math.max(
                        start, Math.min(end, start + length.get(0).value().asInt()));
            }
        }
        return List.of(text(text.substring(start, end)));
    }

    @FunctionalInterface
    private interface Replacement {
        String of(String text, String what, String by);
    }

    private static Node replace(List<Node> arguments, Replacement replacement) {
        return (focus, scope) -> {
            String text = only(focus);
            String what = argument(arguments, 0, scope);
            String by = argument(arguments, 1, scope);
            return text == null || what == null || by == null
                    ? List.of()
                    : List.of(text(replacement.of(text, what, by)));
        };
    }

    private static Node replaceMatches(List<Node> arguments) {
        CachedPattern pattern = new CachedPattern();
        return replace(
                arguments,
                (text, what, by) ->
                        what.isEmpty() ? text : pattern.of(what).matcher(text).replaceAll(by));
    }

    /** Nearly always a constant in the expression. */
    private static final class CachedPattern {
        private volatile Pattern last;

        Pattern of(String regex) {
            Pattern known = last;
            if (known == null || !known.pattern().equals(regex)) {
                known = Pattern.compile(regex, Pattern.DOTALL);
                last = known;
            }
            return known;
        }
    }
}
