package org.dhpbridge.absent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dhpbridge.fhirpath.Place;
import org.dhpbridge.kernel.DataAbsentReason;
import org.dhpbridge.profile.ElementRule;
import org.dhpbridge.profile.Profile;
import org.dhpbridge.profile.ProfilePack;
import org.dhpbridge.profile.Shape;
import org.dhpbridge.profile.TypeRule;

/**
 * Declares mandatory values that the source does not have, in the way the UZ Core guide ("Missing data") allows for the
 * element; completes what a profile prescribes as a constant; leaves optional elements out. What cannot be declared
 * absent stays missing: the conformance check names it. Safe for many threads.
 */
public final class AbsentFiller {

    private final ProfilePack pack;

    public AbsentFiller(ProfilePack pack) {
        this.pack = pack;
    }

    /**
     * @param resource a mapped resource, changed in place: markers and empty values are taken out, missing mandatory
     *     values declared; entries of a Bundle each for itself
     * @return what was declared absent, in the order of the profile
     */
    public List<Filled> fill(ObjectNode resource) {
        Markers markers = Markers.takenOutOf(resource);
        List<Filled> filled = new ArrayList<>();
        resource(resource, markers, filled);
        return filled;
    }

    private void resource(ObjectNode resource, Markers markers, List<Filled> filled) {
        String type = resource.path("resourceType").asText("");
        String name = resource.has("id") ? type + "/" + resource.path("id").asText() : type;
        for (JsonNode entry : resource.path("entry")) {
            if (type.equals("Bundle") && entry.path("resource") instanceof ObjectNode inner) {
                resource(inner, markers, filled);
            }
        }
        for (Profile profile : pack.profilesNamedBy(resource)) {
            new Pass(new Declaration(pack, markers, name, filled)).object(resource, profile.shape(), Place.of(type));
        }
    }

    /** One walk over what is there. */
    private static final class Pass {

        private final Declaration declaration;

        Pass(Declaration declaration) {
            this.declaration = declaration;
        }

        void object(ObjectNode object, Shape shape, Place path) {
            for (Map.Entry<String, JsonNode> property : object.properties()) {
                Shape.Property known = property.getValue().isContainerNode() ? shape.property(property.getKey()) : null;
                if (known != null
                        && known.element().value() instanceof ObjectNode pattern
                        && property.getValue() instanceof ObjectNode value) {
                    PatternCompletion.into(value, pattern);
                }
                if (known != null && known.type() != null && !known.type().isPrimitive()) {
                    children(
                            property.getValue(),
                            known,
                            path.child(known.element().name()));
                }
            }
            declaration.missing(object, shape, path);
        }

        private void children(JsonNode value, Shape.Property property, Place path) {
            if (value instanceof ArrayNode array) {
                for (int i = 0; i < array.size(); i++) {
                    child(array.get(i), property, path.at(i));
                }
            } else {
                child(value, property, path);
            }
        }

        private void child(JsonNode value, Shape.Property property, Place path) {
            if (value instanceof ObjectNode object) {
                TypeRule type = property.type();
                ElementRule slice = property.element().slicing() == null
                        ? null
                        : property.element().slicing().sliceOf(value, type.code());
                if (slice != null) {
                    if (slice.value() instanceof ObjectNode pattern) {
                        PatternCompletion.into(object, pattern);
                    }
                    type = Optional.ofNullable(slice.type(type.code())).orElse(type);
                }
                if (!DataAbsentReason.isOn(object) && !type.code().equals("Resource")) {
                    object(object, type.shape(), path);
                }
            }
        }
    }
}
