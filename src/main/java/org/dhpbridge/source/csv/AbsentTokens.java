package org.dhpbridge.source.csv;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Texts that stand for a missing value, as a descriptor lists them with their reasons. */
final class AbsentTokens {

    /** Codes of http://terminology.hl7.org/CodeSystem/data-absent-reason (FHIR R5). */
    private static final Set<String> REASONS = Set.of(
            "unknown",
            "asked-unknown",
            "temp-unknown",
            "not-asked",
            "asked-declined",
            "masked",
            "not-applicable",
            "unsupported",
            "as-text",
            "error",
            "not-a-number",
            "negative-infinity",
            "positive-infinity",
            "not-performed",
            "not-permitted");

    private AbsentTokens() {}

    static void put(Map<String, String> absent, String token, JsonNode reason, Consumer<String> mistakes) {
        if (!REASONS.contains(reason.asText())) {
            mistakes.accept("absent gives \"" + token + "\" the reason \"" + reason.asText() + "\"; allowed are "
                    + REASONS.stream().sorted().toList());
        }
        absent.put(token.strip().toLowerCase(Locale.ROOT), reason.asText());
    }
}
