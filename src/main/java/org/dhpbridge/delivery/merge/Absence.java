package org.dhpbridge.delivery.merge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.Set;
import org.dhpbridge.kernel.DataAbsentReason;

/** Recognizes the ways in which FHIR says that a value is not there or not known. */
final class Absence {

    private static final Set<String> UNKNOWN = Set.of("unknown", "UNK");

    private Absence() {}

    /** Whether a value carries no knowledge: it is declared absent, or is a code for "unknown". */
    static boolean saysUnknown(JsonNode value) {
        if (value.isTextual()) {
            return UNKNOWN.contains(value.asText());
        }
        if (isDeclared(value)) {
            return true;
        }
        JsonNode codings = value.path("coding");
        for (JsonNode coding : codings) {
            if (!UNKNOWN.contains(coding.path("code").asText())) {
                return false;
            }
        }
        return !codings.isEmpty();
    }

    /** Whether an object is nothing but a data-absent-reason extension. */
    static boolean isDeclared(JsonNode value) {
        return value.isObject() && value.size() == 1 && DataAbsentReason.isOn(value);
    }

    /** Whether an object, an Identifier say, declares its {@code value} absent. */
    static boolean ofValue(JsonNode object) {
        return !object.has("value") && DataAbsentReason.isOn(object.path("_value"));
    }

    /** Takes the data-absent-reason extension off an element. */
    static void removeFrom(ObjectNode element) {
        if (element.get("extension") instanceof ArrayNode extensions) {
            for (Iterator<JsonNode> it = extensions.iterator(); it.hasNext(); ) {
                if (DataAbsentReason.isExtension(it.next())) {
                    it.remove();
                }
            }
            if (extensions.isEmpty()) {
                element.remove("extension");
            }
        }
    }
}
