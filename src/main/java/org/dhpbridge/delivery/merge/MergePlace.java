package org.dhpbridge.delivery.merge;

import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.RuntimeChildChoiceDefinition;
import java.util.Set;

/**
 * A place in a resource.
 *
 * @param path of its elements, as {@code Patient.contact}
 * @param part as {@code path}, with what names each entry on the way: what is spoken of
 * @param type of what stands there
 */
record MergePlace(
        String path, String part, BaseRuntimeElementCompositeDefinition<?> type, Owned owned, Recency recency) {

    String child(String name) {
        return path + '.' + name;
    }

    MergePlace within(String name, BaseRuntimeElementDefinition<?> childType) {
        return within(name, childType, "");
    }

    /** @param entry what names the entry, where the element repeats */
    MergePlace within(String name, BaseRuntimeElementDefinition<?> childType, String entry) {
        BaseRuntimeElementCompositeDefinition<?> composite = (BaseRuntimeElementCompositeDefinition<?>) childType;
        return new MergePlace(child(name), part + '.' + name + entry, composite, owned, recency);
    }

    MergePlace with(Recency other) {
        return new MergePlace(path, part, type, owned, other);
    }

    /** Whether the message has the newest word of a child element. A choice is one element, whatever its type. */
    boolean recordIfNewest(String name) {
        String element = type.getChildByName(name) instanceof RuntimeChildChoiceDefinition choice
                ? choice.getElementName()
                : name;
        return recency.recordIfNewest(part + '.' + element);
    }

    /** Whether the message has the newest word of one of the things that a repeating element speaks of. */
    boolean recordIfNewest(String name, String entry) {
        return recency.recordIfNewest(part + '.' + name + '\n' + entry);
    }

    /** As {@link #recordIfNewest(String, String)}, of all of these. */
    boolean areNewest(String name, Set<String> entry) {
        boolean newest = true;
        for (String one : entry) {
            newest &= recordIfNewest(name, one);
        }
        return newest;
    }

    /** Whether something newer was said of one of these. */
    boolean saidLater(String name, Set<String> entry) {
        return entry.stream().anyMatch(one -> recency.saidLater(part + '.' + name + '\n' + one));
    }

    void outdated(String name) {
        recency.outdated(child(name));
    }
}
