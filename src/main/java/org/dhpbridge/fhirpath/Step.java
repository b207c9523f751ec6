package org.dhpbridge.fhirpath;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** From an element to its children of a name; a choice is found under its typed JSON name. */
final class Step implements Node {

    private final String name;
    private final String companion;
    private final boolean mayBeType;

    Step(String name) {
        this.name = name.intern();
        this.companion = "_" + name;
        this.mayBeType = Character.isUpperCase(name.charAt(0));
    }

    @Override
    public List<Item> eval(List<Item> focus, Scope scope) {
        if (focus.size() == 1) {
            return children(focus.get(0));
        }
        if (focus.isEmpty()) {
            return focus;
        }
        List<Item> found = new ArrayList<>();
        focus.forEach(item -> found.addAll(children(item)));
        return found;
    }

    @Override
    public boolean isEmpty(List<Item> focus, Scope scope) {
        for (int i = 0; i < focus.size(); i++) {
            JsonNode value = mayBeType || !focus.get(i).isObject()
                    ? null
                    : focus.get(i).value().get(name);
            boolean nothing = value == null ? children(focus.get(i)).isEmpty() : value.isArray() && value.isEmpty();
            if (!nothing) {
                return false;
            }
        }
        return true;
    }

    private List<Item> children(Item item) {
        JsonNode parent = item.isObject() ? item.value() : item.meta();
        if (parent == null || !parent.isObject()) {
            return List.of();
        }
        if (mayBeType) {
            return name.equals(parent.path("resourceType").asText())
                            || name.equals("Resource") && parent.has("resourceType")
                    ? List.of(item)
                    : List.of();
        }
        JsonNode value = parent.get(name);
        JsonNode meta = item.isObject() ? parent.get(companion) : null;
        if (value != null || meta != null) {
            return items(value, meta, null);
        }
        return choice(parent);
    }

    private List<Item> choice(JsonNode parent) {
        for (Map.Entry<String, JsonNode> field : parent.properties()) {
            String key = field.getKey();
            if (key.length() <= name.length()) {
                continue;
            }
            boolean meta = key.charAt(0) == '_';
            int from = meta ? 1 : 0;
            int end = from + name.length();
            if (key.length() > end && isCapital(key.charAt(end)) && key.startsWith(name, from)) {
                String type = Types.ofSuffix(key.substring(end));
                if (type != null) {
                    return meta
                            ? items(parent.get(key.substring(1)), field.getValue(), type)
                            : items(field.getValue(), parent.get("_" + key), type);
                }
            }
        }
        return List.of();
    }

    /** As names of types begin. */
    private static boolean isCapital(char c) {
        return c >= 'A' && c <= 'Z';
    }

    private static List<Item> items(JsonNode value, JsonNode meta, String type) {
        if (value != null && value.isArray() || value == null && meta.isArray()) {
            int size = value == null ? meta.size() : value.size();
            List<Item> items = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                JsonNode one = value == null ? null : value.get(i);
                items.add(item(one, meta == null ? null : meta.get(i), type));
            }
            return items;
        }
        return List.of(item(value, meta, type));
    }

    private static Item item(JsonNode value, JsonNode meta, String type) {
        JsonNode own = value == null || value.isNull() ? null : value;
        String known = type == null && own != null && own.isObject() && own.has("resourceType")
                ? own.path("resourceType").asText()
                : type;
        return new Item(own, meta == null || meta.isNull() ? null : meta, known);
    }

    static List<Item> all(Item item) {
        JsonNode parent = item.isObject() ? item.value() : item.meta();
        if (parent == null || !parent.isObject()) {
            return List.of();
        }
        List<Item> found = new ArrayList<>();
        parent.properties().forEach(field -> {
            String key = field.getKey();
            if (!key.startsWith("_") && !key.equals("resourceType")) {
                found.addAll(items(field.getValue(), parent.get("_" + key), null));
            } else if (key.startsWith("_") && !parent.has(key.substring(1))) {
                found.addAll(items(null, field.getValue(), null));
            }
        });
        return found;
    }
}
