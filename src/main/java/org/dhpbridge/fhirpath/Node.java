package org.dhpbridge.fhirpath;

import com.fasterxml.jackson.databind.node.BooleanNode;
import java.util.List;

/** One compiled step or operator. */
@FunctionalInterface
interface Node {

    List<Item> TRUE = List.of(Item.of(BooleanNode.TRUE));
    List<Item> FALSE = List.of(Item.of(BooleanNode.FALSE));

    List<Item> eval(List<Item> focus, Scope scope);

    /** Whether {@link #eval} finds nothing; what can tell without collecting it does. */
    default boolean isEmpty(List<Item> focus, Scope scope) {
        return eval(focus, scope).isEmpty();
    }

    /** This step on what an expression before it finds. */
    default Node after(Node before) {
        return new Path(before, this);
    }

    static List<Item> bool(boolean value) {
        return value ? TRUE : FALSE;
    }

    /** FHIRPath 4.5: one item that is no boolean counts as true; nothing is null here. */
    static Boolean truth(List<Item> items) {
        if (items == TRUE || items == FALSE) {
            return items == TRUE;
        }
        if (items.isEmpty()) {
            return null;
        }
        Item only = items.get(0);
        return items.size() == 1 && only.value() != null && only.value().isBoolean()
                ? only.value().booleanValue()
                : Boolean.TRUE;
    }

    /** The criterion of {@code where}, {@code exists}, {@code all}: nothing counts as false. */
    static boolean holds(Node criterion, Item item, Scope scope) {
        Scope at = scope.at(item);
        return Boolean.TRUE.equals(truth(criterion.eval(at.self(), at)));
    }
}
