package org.dhpbridge.route;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dhpbridge.source.charset.Charsets;

/**
 * A parameter of a route template. Its description begins with its type in brackets: {@code [integer]}, {@code [boolean]},
 * {@code [character set]}, {@code [a | b | c]} for one of these words, {@code [feed]} for one of the feeds that are described,
 * anything else ({@code [text]}, {@code [folder]}, {@code [uri]}) for a text.
 *
 * @param meaning the description without the type
 */
record TemplateParameter(String name, String type, String meaning, boolean required) {

    private static final Pattern TYPED = Pattern.compile("\\[([^]]+)]\\s*(.*)", Pattern.DOTALL);
    private static final Pattern INTEGER = Pattern.compile("-?\\d{1,18}");
    private static final String PLACEHOLDER = "{{";

    static TemplateParameter of(String name, String description, boolean required) {
        Matcher typed = TYPED.matcher(description);
        return typed.matches()
                ? new TemplateParameter(name, typed.group(1).strip(), typed.group(2), required)
                : new TemplateParameter(name, "", description, required);
    }

    /** Whether the value can be one; what a placeholder stands for is only known later. */
    boolean takes(String value) {
        if (value.contains(PLACEHOLDER)) {
            return true;
        }
        if (required && value.isBlank()) {
            return false;
        }
        return switch (type) {
            case "integer" -> INTEGER.matcher(value).matches();
            case "boolean" -> value.equals("true") || value.equals("false");
            case "character set" ->
                value.isBlank()
                        || value.equalsIgnoreCase("auto")
                        || Charsets.named(value).isPresent();
            default -> !type.contains("|") || value.isEmpty() && !required || words().contains(value);
        };
    }

    /** What is allowed, for a sentence. */
    String allowed() {
        return switch (type) {
            case "integer" -> "a whole number";
            case "boolean" -> "true or false";
            case "character set" -> "auto or a character set as UTF-8, windows-1251, KOI8-R";
            default -> type.contains("|") ? "one of " + String.join(", ", words()) : "a text";
        };
    }

    private List<String> words() {
        return Arrays.stream(type.split("\\|")).map(String::strip).toList();
    }
}
