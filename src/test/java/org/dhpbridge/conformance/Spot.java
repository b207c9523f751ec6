package org.dhpbridge.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A place in a JSON tree: a member of an object (index -1) or of an array. */
record Spot(JsonNode parent, String name, int index, JsonNode value, String path) {

    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d\\d(-\\d\\d.*)?");
    private static final Pattern CHOICE = Pattern.compile(
            "(value|effective|onset|deceased|multipleBirth|occurrence|medication|performed|abatement)" + "([A-Z]\\w+)");
    private static final Set<String> CODES = Set.of("code", "status", "gender", "use", "intent", "type", "language");

    /** All places inside a resource but its resourceType, narrative and profile. */
    static List<Spot> in(ObjectNode resource) {
        List<Spot> spots = new ArrayList<>();
        collect(resource, "", spots);
        return spots;
    }

    private static void collect(JsonNode parent, String path, List<Spot> spots) {
        if (parent instanceof ObjectNode object) {
            object.properties().forEach(field -> {
                String name = field.getKey();
                boolean fixed =
                        path.isEmpty() && Set.of("resourceType", "text", "meta").contains(name);
                if (!fixed) {
                    add(new Spot(object, name, -1, field.getValue(), path + "." + name), spots);
                }
            });
        } else if (parent instanceof ArrayNode array) {
            String name = path.substring(path.lastIndexOf('.') + 1);
            for (int i = 0; i < array.size(); i++) {
                add(new Spot(array, name, i, array.get(i), path + "[" + i + "]"), spots);
            }
        }
    }

    private static void add(Spot spot, List<Spot> spots) {
        spots.add(spot);
        collect(spot.value, spot.path, spots);
    }

    boolean inArray() {
        return index >= 0;
    }

    /** A member of the resource itself. */
    boolean isTop() {
        return parent.has("resourceType");
    }

    ObjectNode object() {
        return (ObjectNode) parent;
    }

    boolean isNamed(String other) {
        return name.equals(other);
    }

    boolean isCode() {
        return CODES.contains(name);
    }

    boolean isDate() {
        return value.isTextual() && DATE.matcher(value.asText()).matches();
    }

    boolean isChoice() {
        return parent.isObject() && CHOICE.matcher(name).matches();
    }

    String choiceName() {
        Matcher choice = CHOICE.matcher(name);
        return choice.matches() ? choice.group(1) : name;
    }

    void remove() {
        if (parent instanceof ArrayNode array) {
            array.remove(index);
        } else {
            ((ObjectNode) parent).remove(name);
        }
    }

    void set(JsonNode other) {
        if (parent instanceof ArrayNode array) {
            array.set(index, other);
        } else {
            ((ObjectNode) parent).set(name, other);
        }
    }
}
