package org.dhpbridge.kernel;

import com.fasterxml.jackson.databind.JsonNode;

/** How FHIR says why a value is missing (FHIR R5, extension and code system data-absent-reason). */
public final class DataAbsentReason {

    /** URL of the extension. */
    public static final String EXTENSION = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

    /** The code system of reasons. */
    public static final String SYSTEM = "http://terminology.hl7.org/CodeSystem/data-absent-reason";

    /** The value set of reasons. */
    public static final String VALUE_SET = "http://hl7.org/fhir/ValueSet/data-absent-reason";

    private DataAbsentReason() {}

    /** Whether an entry of {@code extension} is this one. */
    public static boolean isExtension(JsonNode extension) {
        return EXTENSION.equals(extension.path("url").textValue());
    }

    /** Whether an element carries the extension itself, not one of its children. */
    public static boolean isOn(JsonNode element) {
        for (JsonNode extension : element.path("extension")) {
            if (isExtension(extension)) {
                return true;
            }
        }
        return false;
    }
}
