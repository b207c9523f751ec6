package org.dhpbridge.fhirpath;

import java.util.List;

/** {@code exists()} (wanted) and {@code empty()} without a criterion: most rules ask only that of an element. */
record Presence(boolean wanted) implements Node {

    @Override
    public List<Item> eval(List<Item> focus, Scope scope) {
        return Node.bool(focus.isEmpty() != wanted);
    }

    @Override
    public Node after(Node before) {
        return (focus, scope) -> Node.bool(before.isEmpty(focus, scope) != wanted);
    }
}
