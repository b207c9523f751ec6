package org.dhpbridge.sandbox;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The parameters of a query string or a form body ({@code application/x-www-form-urlencoded}), decoded as UTF-8, in their
 * order, repeats kept.
 */
record QueryString(List<Parameter> parameters) {

    record Parameter(String name, String value) {}

    /** @param raw null or empty gives no parameters; a broken percent sequence answers 400 */
    static QueryString parse(String raw) {
        List<Parameter> parameters = new ArrayList<>();
        if (raw != null) {
            for (String pair : raw.split("&")) {
                if (!pair.isEmpty()) {
                    int equals = pair.indexOf('=');
                    String name = equals < 0 ? pair : pair.substring(0, equals);
                    String value = equals < 0 ? "" : pair.substring(equals + 1);
                    parameters.add(new Parameter(decode(name), decode(value)));
                }
            }
        }
        return new QueryString(parameters);
    }

    static QueryString parse(byte[] form) {
        return parse(new String(form, StandardCharsets.UTF_8));
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new FhirException(
                    400, "value", "A parameter is not URL-encoded: a % must be followed by two hex digits.");
        }
    }

    Optional<String> first(String name) {
        return parameters.stream()
                .filter(p -> p.name().equals(name))
                .map(Parameter::value)
                .findFirst();
    }

    List<String> all(String name) {
        return parameters.stream()
                .filter(p -> p.name().equals(name))
                .map(Parameter::value)
                .toList();
    }

    QueryString and(QueryString more) {
        List<Parameter> both = new ArrayList<>(parameters);
        both.addAll(more.parameters);
        return new QueryString(both);
    }

    /** With one parameter set to one value, wherever it stood before. */
    QueryString with(String name, String value) {
        List<Parameter> changed = new ArrayList<>(parameters);
        changed.removeIf(p -> p.name().equals(name));
        changed.add(new Parameter(name, value));
        return new QueryString(changed);
    }

    String encoded() {
        return parameters.stream()
                .map(p -> encode(p.name()) + "=" + encode(p.value()))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
