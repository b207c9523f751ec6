package org.dhpbridge.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dhpbridge.profile.TypeRule;

/** What a reference points to, as far as its text tells (FHIR R5, References, 2.3.0.1). */
final class References {

    private static final Pattern TYPED = Pattern.compile(
            "(?:https?://.*/)?([A-Z][A-Za-z]+)/[A-Za-z0-9\\-.]{1,64}(?:/_history/[A-Za-z0-9\\-.]{1,64})?");

    private References() {}

    static void check(TypeRule type, ObjectNode reference, Place place, Report report) {
        Set<String> allowed = type.targetTypes();
        if (allowed.isEmpty() || allowed.contains("Resource")) {
            return;
        }
        Optional<String> found = typeOf(reference);
        if (found.isPresent() && !allowed.contains(found.get())) {
            report.error("structure", place, Sentences.wrongTarget(found.get(), allowed));
        }
    }

    private static Optional<String> typeOf(ObjectNode reference) {
        Matcher typed = TYPED.matcher(reference.path("reference").asText(""));
        if (typed.matches()) {
            return Optional.of(typed.group(1));
        }
        return Optional.empty();
    }
}
