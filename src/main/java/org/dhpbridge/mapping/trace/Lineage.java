package org.dhpbridge.mapping.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.dhpbridge.absent.Filled;
import org.dhpbridge.profile.Profile;
import org.dhpbridge.profile.ProfilePack;
import org.dhpbridge.profile.Shape;

/** Lists every value of traced resources with its origin. */
public final class Lineage {

    private static final Pattern INDEX = Pattern.compile("\\[\\d+]");

    private final ProfilePack pack;

    /** @param pack tells element names, as {@code value} of {@code valueQuantity} */
    public Lineage(ProfilePack pack) {
        this.pack = pack;
    }

    /**
     * @param resources made by a traced mapping, filled or not
     * @param filled what was declared absent in them
     * @return a leaf for every text, number and boolean, in the order of the output
     */
    public List<Leaf> of(List<ObjectNode> resources, List<Filled> filled) {
        List<Leaf> leaves = new ArrayList<>();
        for (ObjectNode resource : resources) {
            String type = resource.path("resourceType").asText();
            String name = type + "/" + resource.path("id").asText();
            List<Filled> own = filled.stream()
                    .filter(declared -> declared.resource().equals(name))
                    .toList();
            Shape shape = pack.profilesNamedBy(resource).stream()
                    .findFirst()
                    .map(Profile::shape)
                    .orElse(null);
            new LeafWalk(name, own, leaves).object(resource, shape, type);
        }
        return leaves;
    }

    /** One walk over a resource. */
    private record LeafWalk(String resource, List<Filled> filled, List<Leaf> leaves) {

        void object(JsonNode object, Shape shape, String path) {
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                String name = field.getKey().startsWith("_") ? field.getKey().substring(1) : field.getKey();
                Shape.Property property = shape == null ? null : shape.property(name);
                String element = property == null ? name : property.element().name();
                Shape inner = property == null || property.type() == null
                        ? null
                        : property.type().shape();
                value(field.getValue(), inner, path + "." + element);
            }
        }

        private void value(JsonNode value, Shape shape, String path) {
            if (value.isObject()) {
                object(value, shape, path);
            } else if (value.isArray()) {
                for (int i = 0; i < value.size(); i++) {
                    value(value.get(i), shape, path + "[" + i + "]");
                }
            } else if (TracedNodes.isScalar(value)) {
                Origin origin = TracedNodes.origin(value);
                leaves.add(new Leaf(
                        resource,
                        path,
                        value,
                        origin,
                        origin == null ? absent(path).orElse(null) : null));
            }
        }

        /** The declaration that a value is part of: at its place exactly, else at the same element of a list. */
        private Optional<Filled> absent(String path) {
            String plain = INDEX.matcher(path).replaceAll("");
            return filled.stream()
                    .filter(declared -> within(path, declared.path(), declared.how()))
                    .findFirst()
                    .or(() -> filled.stream()
                            .filter(declared ->
                                    within(plain, INDEX.matcher(declared.path()).replaceAll(""), declared.how()))
                            .findFirst());
        }

        private static boolean within(String path, String declared, String how) {
            String place = how.equals("dataAbsentReason")
                    ? declared.substring(0, declared.lastIndexOf('.') + 1) + how
                    : declared;
            return path.equals(place) || path.startsWith(place + ".") || path.startsWith(place + "[");
        }
    }
}
