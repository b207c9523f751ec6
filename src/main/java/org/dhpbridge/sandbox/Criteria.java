package org.dhpbridge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dhpbridge.sandbox.SearchParameters.SearchParameter;

/** Turns one search parameter and its value into a condition (FHIR R5, 3.2.1.5). */
final class Criteria {

    private static final Pattern PREFIXED = Pattern.compile("(eq|ne|gt|lt|ge|le|sa|eb|ap)?(.+)", Pattern.DOTALL);
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final List<String> NAME_AND_ADDRESS_PARTS = List.of(
            "family",
            "given",
            "prefix",
            "suffix",
            "text",
            "line",
            "city",
            "district",
            "state",
            "country",
            "postalCode");

    private Criteria() {}

    /**
     * @param modifier what follows the colon; null when nothing does
     * @param value as sent, decoded; alternatives are joined by commas
     */
    static Criterion of(SearchParameter parameter, String modifier, String value) {
        if ("missing".equals(modifier)) {
            boolean missing = value.equals("true");
            return Criterion.of(r -> elements(parameter, r).findAny().isEmpty() == missing);
        }
        List<String> values = SearchValue.split(value, ',');
        return switch (parameter.kind()) {
            case TOKEN, EXISTENCE -> token(parameter, modifier, values);
            case STRING -> string(parameter, modifier, values);
            case DATE -> date(parameter, modifier, values);
            case REFERENCE -> reference(parameter, modifier, values);
            case URI -> uri(parameter, modifier, values);
            case QUANTITY -> quantity(parameter, modifier, values);
        };
    }

    private static Stream<JsonNode> elements(SearchParameter parameter, ObjectNode resource) {
        Stream<JsonNode> elements = parameter.paths().stream().flatMap(path -> path.select(resource).stream());
        return parameter.kind() == SearchParameters.ParameterType.EXISTENCE
                ? Stream.of(BooleanNode.valueOf(elements.anyMatch(node -> !node.isBoolean() || node.booleanValue())))
                : elements;
    }

    private static Criterion anyElement(SearchParameter parameter, Predicate<JsonNode> test) {
        return Criterion.of(resource -> elements(parameter, resource).anyMatch(test));
    }

    private static FhirException unknownModifier(SearchParameter parameter, String modifier) {
        return new FhirException(
                400,
                "not-supported",
                "The search parameter " + parameter.name() + " has no modifier " + modifier + ".");
    }

    /** A token as asked for; null means that any will do. */
    private record Token(String system, String code) {

        static Token parse(String value) {
            List<String> parts = SearchValue.split(value, '|');
            if (parts.size() == 1) {
                return new Token(null, SearchValue.unescape(parts.get(0)));
            }
            String code = SearchValue.unescape(String.join("|", parts.subList(1, parts.size())));
            return new Token(SearchValue.unescape(parts.get(0)), code.isEmpty() ? null : code);
        }

        boolean matches(JsonNode node) {
            if (node.isArray() || node.has("coding")) {
                JsonNode codings = node.isArray() ? node : node.path("coding");
                for (JsonNode coding : codings) {
                    if (matches(coding)) {
                        return true;
                    }
                }
                return false;
            }
            if (node.isObject()) {
                String found = node.path(node.has("code") ? "code" : "value").asText(null);
                return (code == null || code.equals(found))
                        && (system == null || system.equals(node.path("system").asText("")));
            }
            return code == null || code.equals(node.asText());
        }
    }

    private static Criterion token(SearchParameter parameter, String modifier, List<String> values) {
        if ("text".equals(modifier)) {
            return anyElement(parameter, node -> startsWithAny(node.path("text").asText(), values));
        }
        List<Token> tokens = values.stream().map(Token::parse).toList();
        Predicate<JsonNode> any = node -> tokens.stream().anyMatch(t -> t.matches(node));
        if ("not".equals(modifier)) {
            return Criterion.of(r -> elements(parameter, r).noneMatch(any));
        }
        if (modifier != null) {
            throw unknownModifier(parameter, modifier);
        }
        List<String> codes =
                tokens.stream().map(Token::code).filter(Objects::nonNull).toList();
        boolean allHaveCodes = codes.size() == tokens.size();
        if (parameter.name().equals("_id") && allHaveCodes) {
            return new Criterion(r -> true, null, codes);
        }
        boolean indexed = parameter.name().equals("identifier") && allHaveCodes;
        return new Criterion(
                r -> elements(parameter, r).anyMatch(any),
                indexed ? codes.stream().map(ResourceStore::identifierKey).toList() : null,
                null);
    }

    private static Criterion string(SearchParameter parameter, String modifier, List<String> values) {
        List<String> wanted = values.stream().map(SearchValue::unescape).toList();
        Predicate<String> test;
        if (modifier == null) {
            test = text -> startsWithAny(text, wanted);
        } else if (modifier.equals("exact")) {
            test = wanted::contains;
        } else if (modifier.equals("contains")) {
            List<String> folded = wanted.stream().map(Criteria::fold).toList();
            test = text -> folded.stream().anyMatch(fold(text)::contains);
        } else {
            throw unknownModifier(parameter, modifier);
        }
        return anyElement(parameter, node -> texts(node).anyMatch(test));
    }

    private static Stream<String> texts(JsonNode node) {
        if (node.isTextual()) {
            return Stream.of(node.textValue());
        }
        return NAME_AND_ADDRESS_PARTS.stream().map(node::path).flatMap(part -> {
            List<String> texts = new ArrayList<>();
            (part.isArray() ? part : List.of(part)).forEach(item -> {
                if (item.isTextual()) {
                    texts.add(item.textValue());
                }
            });
            return texts.stream();
        });
    }

    private static boolean startsWithAny(String text, List<String> starts) {
        String folded = fold(text);
        return starts.stream().map(Criteria::fold).anyMatch(folded::startsWith);
    }

    /** Without case and combining marks, as string search compares. */
    static String fold(String text) {
        return MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT);
    }

    private record Prefixed<T>(String prefix, T value) {}

    private static Matcher prefixed(String value) {
        Matcher m = PREFIXED.matcher(value);
        if (!m.matches()) {
            throw new FhirException(400, "value", "A search value is empty.");
        }
        return m;
    }

    private static String prefixOf(Matcher m) {
        return m.group(1) == null ? "eq" : m.group(1);
    }

    private static Criterion date(SearchParameter parameter, String modifier, List<String> values) {
        if (modifier != null) {
            throw unknownModifier(parameter, modifier);
        }
        List<Prefixed<DateRange>> ranges =
                values.stream().map(value -> dateRange(parameter, value)).toList();
        return anyElement(parameter, node -> DateRange.of(node)
                .filter(found -> ranges.stream().anyMatch(r -> r.value().compare(r.prefix(), found)))
                .isPresent());
    }

    private static Prefixed<DateRange> dateRange(SearchParameter parameter, String value) {
        Matcher m = prefixed(value);
        try {
            return new Prefixed<>(prefixOf(m), DateRange.parse(m.group(2)));
        } catch (DateTimeException e) {
            throw new FhirException(
                    400,
                    "value",
                    "The search parameter " + parameter.name()
                            + " takes yyyy, yyyy-MM, yyyy-MM-dd or a dateTime, after an optional prefix.");
        }
    }

    private static Criterion reference(SearchParameter parameter, String modifier, List<String> values) {
        if ("identifier".equals(modifier)) {
            List<Token> tokens = values.stream().map(Token::parse).toList();
            return anyElement(parameter, node -> tokens.stream().anyMatch(t -> t.matches(node.path("identifier"))));
        }
        String type = modifier == null ? parameter.target() : modifier;
        List<ResourceReferences.ReferenceTarget> targets = values.stream()
                .map(SearchValue::unescape)
                .map(value -> ResourceReferences.target(value)
                        .orElse(new ResourceReferences.ReferenceTarget(null, type, value)))
                .toList();
        return new Criterion(
                resource -> elements(parameter, resource).anyMatch(node -> pointsTo(node, type, targets)),
                targets.stream().map(t -> ResourceStore.referenceKey(t.id())).toList(),
                null);
    }

    private static boolean pointsTo(JsonNode node, String type, List<ResourceReferences.ReferenceTarget> targets) {
        // CodeableReference holds its reference one level deeper
        String text = node.path("reference").isObject()
                ? node.path("reference").path("reference").asText()
                : node.path("reference").asText();
        return ResourceReferences.target(text)
                .filter(found -> type == null || type.equals(found.type()))
                .filter(found -> targets.stream()
                        .anyMatch(t -> t.id().equals(found.id())
                                && (t.type() == null || t.type().equals(found.type()))))
                .isPresent();
    }

    /** Those that refer, by a parameter, to one of a set of resources. */
    static Criterion referringTo(SearchParameter parameter, Set<ResourceReferences.ReferenceTarget> targets) {
        List<ResourceReferences.ReferenceTarget> list = List.copyOf(targets);
        return new Criterion(
                resource -> elements(parameter, resource).anyMatch(node -> pointsTo(node, parameter.target(), list)),
                list.stream().map(t -> ResourceStore.referenceKey(t.id())).toList(),
                null);
    }

    private static Criterion uri(SearchParameter parameter, String modifier, List<String> values) {
        if (modifier != null) {
            throw unknownModifier(parameter, modifier);
        }
        List<String> wanted = values.stream().map(SearchValue::unescape).toList();
        return anyElement(parameter, node -> wanted.contains(node.asText()));
    }

    private record Amount(BigDecimal number, String system, String code) {}

    private static Criterion quantity(SearchParameter parameter, String modifier, List<String> values) {
        if (modifier != null) {
            throw unknownModifier(parameter, modifier);
        }
        List<Prefixed<Amount>> amounts =
                values.stream().map(value -> amount(parameter, value)).toList();
        return anyElement(parameter, node -> amounts.stream().anyMatch(a -> measures(node, a)));
    }

    private static Prefixed<Amount> amount(SearchParameter parameter, String value) {
        List<String> parts = SearchValue.split(value, '|');
        Matcher m = prefixed(parts.get(0));
        try {
            BigDecimal number = new BigDecimal(m.group(2));
            String code = parts.get(parts.size() - 1);
            return new Prefixed<>(
                    prefixOf(m),
                    new Amount(number, parts.size() == 3 ? parts.get(1) : "", parts.size() > 1 ? code : ""));
        } catch (NumberFormatException e) {
            throw new FhirException(
                    400,
                    "value",
                    "The search parameter " + parameter.name() + " takes number or number|system|code, after an"
                            + " optional prefix.");
        }
    }

    private static boolean measures(JsonNode node, Prefixed<Amount> wanted) {
        Amount amount = wanted.value();
        boolean sameUnit = Arrays.asList("", node.path("system").asText()).contains(amount.system())
                && Arrays.asList(
                                "",
                                node.path("code").asText(),
                                node.path("unit").asText())
                        .contains(amount.code());
        if (!sameUnit || !node.path("value").isNumber()) {
            return false;
        }
        BigDecimal found = node.path("value").decimalValue();
        BigDecimal half = BigDecimal.ONE.movePointLeft(amount.number().scale()).divide(BigDecimal.valueOf(2));
        BigDecimal from = amount.number().subtract(half);
        BigDecimal until = amount.number().add(half);
        boolean within = found.compareTo(from) >= 0 && found.compareTo(until) < 0;
        return switch (wanted.prefix()) {
            case "ne" -> !within;
            case "gt", "sa" -> found.compareTo(amount.number()) > 0;
            case "lt", "eb" -> found.compareTo(amount.number()) < 0;
            case "ge" -> found.compareTo(amount.number()) >= 0;
            case "le" -> found.compareTo(amount.number()) <= 0;
            default -> within;
        };
    }

    /** What a result is sorted by: the first value of the parameter, in a form that compares. */
    static String sortKey(SearchParameter parameter, ObjectNode resource) {
        return elements(parameter, resource)
                .map(node -> switch (parameter.kind()) {
                    case DATE ->
                        DateRange.of(node).map(r -> r.from().toString()).orElse("");
                    case STRING -> texts(node).findFirst().map(Criteria::fold).orElse("");
                    default ->
                        node.isValueNode()
                                ? node.asText()
                                : node.findPath("code")
                                        .asText(node.path("value").asText());
                })
                .filter(key -> !key.isEmpty())
                .findFirst()
                .orElse(null);
    }
}
