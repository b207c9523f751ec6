package org.dhpbridge.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Everything of a message that an account is kept of, wherever its structure put it. */
final class Inventory {

    private final List<AccountedSegment> items = new ArrayList<>();

    private Inventory() {}

    static List<AccountedSegment> of(ObjectNode tree) {
        Inventory inventory = new Inventory();
        inventory.group(tree);
        return inventory.items;
    }

    private void group(JsonNode group) {
        for (Map.Entry<String, JsonNode> part : group.properties()) {
            JsonNode value = part.getValue();
            if (value.isArray()) {
                value.forEach(member -> part(part.getKey(), member));
            } else {
                part(part.getKey(), value);
            }
        }
    }

    private void part(String key, JsonNode part) {
        if (!part.isObject()) {
            return;
        }
        JsonNode number = part.get("_segment");
        if (number == null) {
            group(part);
            return;
        }
        String name = key.endsWith("~") ? key.replace("~", "") : key;
        Kind kind = Kind.of(name);
        if (kind != null) {
            items.add(new AccountedSegment(number.asInt(), name, kind, part));
        }
    }
}
