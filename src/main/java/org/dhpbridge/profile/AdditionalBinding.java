package org.dhpbridge.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A required binding that applies beside the element's own when the resource has a code (FHIR R5,
 * ElementDefinition.binding.additional, with its usage).
 *
 * @param binding the value set
 * @param element name of the element of the resource whose code decides, as {@code code}; null when it always applies
 * @param codings codes of which that element must have one, as {@code {"system", "code"}}
 */
public record AdditionalBinding(Binding binding, String element, List<JsonNode> codings) {

    /** @param resource the resource that holds the bound element */
    public boolean applies(ObjectNode resource) {
        if (element == null) {
            return true;
        }
        for (JsonNode found : resource.path(element).path("coding")) {
            for (JsonNode coding : codings) {
                if (coding.path("code").equals(found.path("code"))
                        && coding.path("system").equals(found.path("system"))) {
                    return true;
                }
            }
        }
        return false;
    }
}
