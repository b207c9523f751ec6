package org.dhpbridge.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IllformedLocaleException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Turns value sets into the codes that they hold (FHIR R5, ValueSet, 4.9.8 "Value Set Expansion"). */
final class Terminology {

    private static final Set<String> COUNTRIES = countries();
    private static final Set<String> LANGUAGES = Set.of(Locale.getISOLanguages());

    private static final Map<String, Predicate<String>> WELL_KNOWN = Map.of(
            "urn:iso:std:iso:3166",
            COUNTRIES::contains,
            "urn:iso:std:iso:4217",
            Currency.getAvailableCurrencies().stream()
                    .map(Currency::getCurrencyCode)
                    .collect(Collectors.toUnmodifiableSet())::contains,
            "urn:ietf:bcp:47",
            Terminology::isLanguage,
            "http://unitsofmeasure.org",
            Ucum::isUnit,
            "urn:ietf:bcp:13",
            Pattern.compile("[^/\\s]+/[^/\\s]+(\\s*;.*)?").asMatchPredicate());

    private final Definitions definitions;
    private final Map<String, CodeSet> sets = new HashMap<>();
    private final Map<String, CodeSet> systems = new ConcurrentHashMap<>();
    private final Set<String> underWay = new HashSet<>();

    Terminology(Definitions definitions) {
        this.definitions = definitions;
    }

    /** BCP 47 (RFC 5646): a language of ISO 639, then script, region (ISO 3166) and variants. */
    static boolean isLanguage(String tag) {
        if (LANGUAGES.contains(tag)) {
            return true;
        }
        try {
            Locale locale = new Locale.Builder().setLanguageTag(tag).build();
            String language = locale.getLanguage();
            return (language.length() == 3 || LANGUAGES.contains(language))
                    && (locale.getCountry().isEmpty() || COUNTRIES.contains(locale.getCountry()));
        } catch (IllformedLocaleException e) {
            return false;
        }
    }

    private static Set<String> countries() {
        Set<String> codes = new HashSet<>();
        for (String two : Locale.getISOCountries()) {
            codes.add(two);
            codes.add(new Locale("", two).getISO3Country());
        }
        return codes;
    }

    /** The codes of a value set; nothing is known of a set that neither the pack nor base R5 defines. */
    synchronized CodeSet codes(String canonical) {
        String url = PackJson.withoutVersion(canonical);
        CodeSet known = sets.get(url);
        if (known != null) {
            return known;
        }
        if (!underWay.add(url)) {
            throw new PackException("The value set " + url + " includes itself. Correct the profile pack.");
        }
        CodeSet set = new CodeSet(url);
        Optional<ObjectNode> definition = definitions.valueSet(url);
        if (definition.isEmpty()
                || definition.get().path("compose").path("include").isEmpty()) {
            set.setOpen();
        } else {
            JsonNode compose = definition.get().path("compose");
            compose.path("include").forEach(include -> set.addAll(included(url, include)));
            compose.path("exclude").forEach(exclude -> set.exclude(included(url, exclude)));
        }
        underWay.remove(url);
        sets.put(url, set);
        return set;
    }

    /** All codes of a code system; nothing is known of one that neither the pack nor base R5 has in full. */
    CodeSet system(String url) {
        CodeSet known = systems.get(url);
        return known != null
                ? known
                : systems.computeIfAbsent(url, system -> {
                    CodeSet set = new CodeSet(system);
                    wholeSystem(set, system, PackJson.object().path("filter"));
                    return set;
                });
    }

    private CodeSet included(String url, JsonNode include) {
        CodeSet set = new CodeSet(url);
        String system = include.path("system").asText(null);
        if (system == null) {
            JsonNode valueSets = include.path("valueSet");
            set.addAll(codes(valueSets.path(0).asText()));
            for (int i = 1; i < valueSets.size(); i++) {
                set.retainAll(codes(valueSets.get(i).asText()));
            }
            return set;
        }
        if (include.has("concept")) {
            include.path("concept")
                    .forEach(concept -> set.add(
                            system,
                            concept.path("code").asText(),
                            concept.path("display").asText("")));
        } else {
            wholeSystem(set, system, include.path("filter"));
        }
        include.path("valueSet").forEach(other -> set.retainAll(codes(other.asText())));
        return set;
    }

    private void wholeSystem(CodeSet set, String system, JsonNode filters) {
        Optional<ObjectNode> codeSystem = definitions
                .codeSystem(PackJson.withoutVersion(system))
                .filter(cs -> "complete".equals(cs.path("content").asText()));
        if (codeSystem.isEmpty()) {
            Predicate<String> rule = WELL_KNOWN.get(system);
            if (rule != null && filters.isEmpty()) {
                set.addRule(system, rule);
            } else {
                set.addOpenSystem(system);
            }
            return;
        }
        if (codeSystem.get().has("caseSensitive")
                && !codeSystem.get().path("caseSensitive").asBoolean()) {
            set.ignoreCase(system);
        }
        CodeFilter filter = new CodeFilter(filters);
        if (!filter.isKnown()) {
            set.addOpenSystem(system);
            return;
        }
        Map<String, JsonNode> ancestors = new LinkedHashMap<>();
        collect(set, system, codeSystem.get().path("concept"), filter, ancestors);
    }

    private static void collect(
            CodeSet set, String system, JsonNode concepts, CodeFilter filter, Map<String, JsonNode> ancestors) {
        for (JsonNode concept : concepts) {
            String code = concept.path("code").asText();
            if (filter.accepts(concept, ancestors.keySet())) {
                set.add(system, code, concept.path("display").asText(""));
            }
            ancestors.put(code, concept);
            collect(set, system, concept.path("concept"), filter, ancestors);
            ancestors.remove(code);
        }
    }
}
