package org.dhpbridge.fhirpath;

import java.util.List;

/** A step on what stands before its point. */
record Path(Node before, Node step) implements Node {

    @Override
    public List<Item> eval(List<Item> focus, Scope scope) {
        return step.eval(before.eval(focus, scope), scope);
    }

    @Override
    public boolean isEmpty(List<Item> focus, Scope scope) {
        return step.isEmpty(before.eval(focus, scope), scope);
    }
}
