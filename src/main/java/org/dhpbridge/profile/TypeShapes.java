package org.dhpbridge.profile;

import java.util.List;

/** Finds what stands inside a value of a type, or of a profile on the type. */
@FunctionalInterface
interface TypeShapes {

    /**
     * @param type FHIR type
     * @param profiles profiles on it, of which the value must conform to one
     */
    Shape shape(String type, List<String> profiles);
}
