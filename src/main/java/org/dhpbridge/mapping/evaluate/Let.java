package org.dhpbridge.mapping.evaluate;

import com.fasterxml.jackson.databind.JsonNode;

/** A variable that takes its value. */
record Let(int slot, JsltNode value) {

    static void all(Let[] lets, Frames frames, JsonNode input) {
        for (Let let : lets) {
            frames.setValue(let.slot, let.value.apply(frames, input));
        }
    }
}
