package org.dhpbridge.source.hl7;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.dhpbridge.absent.AbsentMarker;

/**
 * Declared absence in HL7v2: the explicit null {@code ""} (chapter 2.5.3.1), and codes of a null flavour when their coding
 * system says that they are: a bare {@code NA} is sodium.
 */
final class NullFlavors {

    static final String EXPLICIT_NULL = "\"\"";
    static final String UNKNOWN = AbsentMarker.of("unknown");

    private static final Set<String> SYSTEMS = Set.of("HL70353", "NULLFL", "NULLFLAVOR", "2.16.840.1.113883.5.1008");
    private static final Map<String, String> REASONS = Map.ofEntries(
            Map.entry("U", "unknown"),
            Map.entry("UNK", "unknown"),
            Map.entry("NI", "unknown"),
            Map.entry("UASK", "asked-unknown"),
            Map.entry("ASKU", "asked-unknown"),
            Map.entry("NAV", "temp-unknown"),
            Map.entry("NASK", "not-asked"),
            Map.entry("MSK", "masked"),
            Map.entry("NA", "not-applicable"),
            Map.entry("NINF", "negative-infinity"),
            Map.entry("PINF", "positive-infinity"));

    private NullFlavors() {}

    /** Replaces the code of a coded value by the marker when it is a null flavour; leaves its text. */
    static void mark(DataType type, ObjectNode coded) {
        for (int code = 0; code <= 3; code += 3) {
            JsonNode system = coded.get(type.key(code + 2));
            if (system != null && SYSTEMS.contains(system.asText().toUpperCase(Locale.ROOT))) {
                String reason = REASONS.get(coded.path(type.key(code)).asText().toUpperCase(Locale.ROOT));
                if (reason != null) {
                    coded.put(type.key(code), AbsentMarker.of(reason));
                }
            }
        }
    }
}
