package org.dhpbridge.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.dhpbridge.fhirpath.Place;
import org.dhpbridge.profile.ProfilePack;
import org.dhpbridge.profile.TypeRule;

/** What a reference points to, as far as its text tells (FHIR R5, References, 2.3.0.1). */
final class ReferenceRules {

    private static final String HISTORY = "/_history/";

    private final ProfilePack pack;
    private final Report report;

    ReferenceRules(ProfilePack pack, Report report) {
        this.pack = pack;
        this.report = report;
    }

    /** What holds of every reference, wherever it may point. */
    void form(ObjectNode reference, Place place) {
        String text = reference.path("reference").asText("");
        if (!Primitives.hasNoBlank(text)) {
            report.error("value", place.child("reference"), "A reference must be a URL: no blanks.");
        }
        JsonNode type = reference.path("type");
        if (!type.isTextual()) {
            return;
        }
        String found = typeOf(text);
        if (!ConformanceCheck.isResource(type.asText())
                || pack.baseProfile(type.asText()).isEmpty()) {
            report.error(
                    "code-invalid",
                    place.child("type"),
                    "The type of a reference must be a resource type of FHIR R5, as Patient.");
        } else if (found != null && !found.equals(type.asText())) {
            report.error(
                    "structure",
                    place.child("type"),
                    "The reference points to a " + found + ", but its type says something else.");
        }
    }

    void target(TypeRule type, ObjectNode reference, Place place) {
        Set<String> allowed = type.targetTypes();
        if (allowed.isEmpty() || allowed.contains("Resource")) {
            return;
        }
        String text = reference.path("reference").asText("");
        String found = typeOf(text);
        if (found == null && !text.isEmpty() && reference.path("type").isTextual()) {
            found = reference.path("type").asText();
        }
        if (found != null && !allowed.contains(found)) {
            report.error("structure", place, Sentences.wrongTarget(found, allowed));
        }
    }

    /**
     * The type in {@code [base/]Type/id[/_history/version]}; null when the text has another form. Read from its end, by hand:
     * references stand in every resource.
     */
    static String typeOf(String reference) {
        int end = reference.length();
        int id = reference.lastIndexOf('/') + 1;
        boolean versioned = id >= HISTORY.length() && reference.startsWith(HISTORY, id - HISTORY.length());
        if (versioned && Primitives.isIdText(reference, id, end)) {
            end = id - HISTORY.length();
            id = reference.lastIndexOf('/', end - 1) + 1;
        }
        if (id < 2 || !Primitives.isIdText(reference, id, end)) {
            return null;
        }
        int type = reference.lastIndexOf('/', id - 2) + 1;
        return isType(reference, type, id - 1) && isBase(reference, type) ? reference.substring(type, id - 1) : null;
    }

    private static boolean isType(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            boolean capital = c >= 'A' && c <= 'Z';
            boolean small = c >= 'a' && c <= 'z';
            if (!capital && (!small || i == from)) {
                return false;
            }
        }
        return to - from > 1;
    }

    /** Nothing, or {@code http(s)://}, something without a line break, and a slash. */
    private static boolean isBase(String text, int to) {
        if (to == 0) {
            return true;
        }
        int host = text.startsWith("http://") ? 7 : text.startsWith("https://") ? 8 : to;
        for (int i = host; i < to; i++) {
            if ("\n\r\u0085\u2028\u2029".indexOf(text.charAt(i)) >= 0) {
                return false;
            }
        }
        return host < to;
    }
}
