package org.dhpbridge.mapping.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.impl.Scope;
import java.util.ArrayDeque;
import java.util.Deque;

/** The variables of one evaluation: those of the mapping, and those of the function that is under way. For one thread. */
final class Frames extends Scope {

    /** Set in the slots of a mapping's own variables (JSLT's Scope). */
    private static final int GLOBAL = 0x10000000;

    final JsonNode[] globals;
    JsonNode[] locals = {};

    /** Of functions that JSLT itself calls. */
    private final Deque<JsonNode[]> callers = new ArrayDeque<>(4);

    Frames(int globalValues) {
        super(0);
        this.globals = new JsonNode[globalValues];
    }

    static boolean isGlobal(int slot) {
        return (slot & GLOBAL) != 0;
    }

    static int index(int slot) {
        return slot & ~GLOBAL;
    }

    @Override
    public void enterFunction(int size) {
        callers.push(locals);
        locals = new JsonNode[size];
    }

    @Override
    public void leaveFunction() {
        locals = callers.pop();
    }

    @Override
    public JsonNode getValue(int slot) {
        return (isGlobal(slot) ? globals : locals)[index(slot)];
    }

    @Override
    public void setValue(int slot, JsonNode value) {
        (isGlobal(slot) ? globals : locals)[index(slot)] = value;
    }
}
