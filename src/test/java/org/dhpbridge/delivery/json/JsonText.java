package org.dhpbridge.delivery.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/** JSON as tests write it. */
public final class JsonText {

    private JsonText() {}

    /** The object that a text holds; null when it holds none. */
    public static ObjectNode object(String text) {
        return Json.readObject(text.getBytes(StandardCharsets.UTF_8));
    }
}
