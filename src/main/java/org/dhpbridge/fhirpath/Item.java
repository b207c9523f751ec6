package org.dhpbridge.fhirpath;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;

/**
 * One member of a FHIRPath collection.
 *
 * @param value the JSON value; null for a primitive that has only an extension
 * @param meta what JSON keeps in the property with an underscore (id, extensions); null when there is none
 * @param type FHIR type when known, as {@code Quantity}; else null
 */
public record Item(JsonNode value, JsonNode meta, String type) {

    /** An element of which only the JSON value is known. */
    public static Item of(JsonNode value) {
        return new Item(value, null, null);
    }

    static Item ofResource(JsonNode resource) {
        return new Item(resource, null, resource.path("resourceType").asText(null));
    }

    boolean isObject() {
        return value != null && value.isObject();
    }

    boolean hasValue() {
        return value != null && value.isValueNode() && !value.isNull();
    }

    String text() {
        return value == null || !value.isValueNode() ? null : value.asText();
    }

    boolean sameAs(Item other) {
        if (value != null && value.isNumber() && other.value != null && other.value.isNumber()) {
            return value.decimalValue().compareTo(other.value.decimalValue()) == 0;
        }
        return Objects.equals(value, other.value);
    }
}
