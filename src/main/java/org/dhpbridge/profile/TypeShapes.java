package org.dhpbridge.profile;

import java.util.List;

/** Finds what stands inside a value of a type, or of a profile on the type. */
interface TypeShapes {

    /**
     * @param type FHIR type
     * @param profiles profiles on it, of which the value must conform to one
     */
    Shape shape(String type, List<String> profiles);

    /** The resource type that a canonical is about: a type of R5 or a profile; null when nobody defines it. */
    String typeOf(String canonical);
}
