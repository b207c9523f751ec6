package org.dhpbridge.delivery.merge;

import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import org.dhpbridge.kernel.JsonValues;

/** Merges repeating elements: the same things are merged, the rest is added, and what was ours gives way to others of its kind. */
final class EntryLists {

    private final FhirTypes types;
    private final Entries entries;
    private final Sameness sameness;
    private final ElementMerge elements;

    /** @param elements merges what is in an entry */
    EntryLists(FhirTypes types, Entries entries, Sameness sameness, ElementMerge elements) {
        this.types = types;
        this.entries = entries;
        this.sameness = sameness;
        this.elements = elements;
    }

    /** A repeating element of an object. */
    private record Element(MergePlace at, String name, BaseRuntimeElementDefinition<?> type) {

        String path() {
            return at.child(name);
        }

        boolean isTimed() {
            return at.recency().isKept();
        }

        /** Whether entries that are the same may speak for other things now, as a phone that is used at work from today. */
        boolean changesKind() {
            return isTimed() && !Sameness.isOfOneKind(type);
        }
    }

    /**
     * @param into the list of the platform's resource, changed
     * @param ours the list of the message
     */
    void merge(MergePlace at, String name, ArrayNode into, ArrayNode ours) {
        Element element = new Element(at, name, types.child(at.type(), name));
        int before = into.size();
        Set<Integer> taken = new HashSet<>();
        Set<Integer> overtaken = new HashSet<>();
        Set<String> ourKinds = new HashSet<>();
        Set<String> newKinds = new HashSet<>();
        for (JsonNode one : ours) {
            boolean known = !Absence.saysUnknown(one);
            Set<String> kinds = known ? kinds(element, one) : Set.of();
            Set<String> newest = new HashSet<>(kinds);
            newest.removeIf(kind -> !at.recordIfNewest(name, kind));
            boolean outdated = newest.size() < kinds.size() || known && !recordIfNewestOfItsName(element, one);
            int found = find(element, into, one, taken, kinds);
            ourKinds.addAll(newest);
            if (found >= 0) {
                taken.add(found);
                Set<String> until = outdated ? kinds(element, into.get(found)) : Set.of();
                mergeInto(element, into, found, one);
                if (outdated && isOvertaken(element, into.get(found), until, newest)) {
                    overtaken.add(found);
                }
            } else if (outdated) {
                newKinds.addAll(newest);
                state(element, one);
                at.outdated(name);
            } else if (known || into.isEmpty()) {
                newKinds.addAll(newest);
                taken.add(into.size());
                into.add(one);
                state(element, one);
            }
        }
        for (int i = before - 1; i >= 0; i--) {
            boolean goes = !taken.contains(i)
                    && givesWay(element, into.get(i), ourKinds, newKinds)
                    && !saidLater(element, into.get(i));
            if (goes || overtaken.contains(i)) {
                into.remove(i);
            }
        }
        if (into.size() > 1) {
            removeUnknownOnes(into);
        }
    }

    private Set<String> kinds(Element element, JsonNode entry) {
        return entries.kinds(element.path(), element.type(), entry);
    }

    private Set<String> marks(Element element, JsonNode entry) {
        return entries.marks(element.path(), element.type(), entry);
    }

    private boolean isOurs(Element element, JsonNode entry) {
        return element.at().owned().has(marks(element, entry));
    }

    /**
     * Whether an entry that the message does not have goes: it is ours, and the message speaks for its kind. Where it is
     * not known what is ours, a concept goes for a new one of its code system.
     */
    private boolean givesWay(Element element, JsonNode entry, Set<String> ourKinds, Set<String> newKinds) {
        String type = element.type() == null ? "" : element.type().getName();
        boolean unknown = element.at().owned().isUnknown();
        Set<String> by = unknown || type.equals("Identifier") ? newKinds : ourKinds;
        if (Collections.disjoint(kinds(element, entry), by)) {
            return false;
        }
        return unknown ? type.equals("CodeableConcept") : isOurs(element, entry);
    }

    /**
     * Whether an entry of ours became what something newer was said of: a phone that this older message says is the one at home,
     * when another one is at home by now.
     *
     * @param until what it spoke for before
     * @param newest what the message has the newest word of
     */
    private boolean isOvertaken(Element element, JsonNode entry, Set<String> until, Set<String> newest) {
        Set<String> kinds = new HashSet<>(kinds(element, entry));
        kinds.removeAll(until);
        return !newest.containsAll(kinds) && isOurs(element, entry) && !saidLater(element, entry);
    }

    private boolean saidLater(Element element, JsonNode entry) {
        return element.changesKind() && element.at().saidLater(element.name(), marks(element, entry));
    }

    private boolean recordIfNewestOfItsName(Element element, JsonNode one) {
        return !element.changesKind()
                || element.at().areNewest(element.name(), marks(element, one))
                || one.has("use") && within(element, one).recordIfNewest("use");
    }

    private void mergeInto(Element element, ArrayNode into, int index, JsonNode one) {
        boolean nothingNew = JsonValues.within(one, into.get(index));
        if (nothingNew && !FhirTypes.hasParts(element.type())) {
            state(element, one);
        } else if (element.type() instanceof BaseRuntimeElementCompositeDefinition<?>) {
            elements.merge(within(element, one), (ObjectNode) into.get(index), (ObjectNode) one);
        } else {
            into.set(index, one);
        }
    }

    private void state(Element element, JsonNode one) {
        if (element.isTimed() && element.type() instanceof BaseRuntimeElementCompositeDefinition<?>) {
            elements.state(within(element, one), one);
        }
    }

    private MergePlace within(Element element, JsonNode one) {
        String entry = element.isTimed() ? '\n' + entries.identity(element.path(), element.type(), one) : "";
        return element.at().within(element.name(), element.type(), entry);
    }

    private int find(Element element, ArrayNode into, JsonNode one, Set<Integer> taken, Set<String> kinds) {
        for (int i = 0; i < into.size(); i++) {
            if (!taken.contains(i) && JsonValues.within(one, into.get(i)) && speaksFor(element, into.get(i), kinds)) {
                return i;
            }
        }
        for (int i = 0; i < into.size(); i++) {
            if (!taken.contains(i) && sameness.same(element.type(), one, into.get(i))) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Whether an entry that says all that the message's says, and perhaps more, is the same entry. Where times count, two of ours
     * that speak for other things are not: the one is replaced without the other.
     */
    private boolean speaksFor(Element element, JsonNode there, Set<String> kinds) {
        return !element.isTimed() || kinds(element, there).equals(kinds) || !isOurs(element, there);
    }

    private static void removeUnknownOnes(ArrayNode array) {
        boolean anyKnown = false;
        for (JsonNode one : array) {
            anyKnown |= !Absence.saysUnknown(one);
        }
        for (int i = array.size() - 1; anyKnown && i >= 0; i--) {
            if (Absence.isDeclared(array.get(i))) {
                array.remove(i);
            }
        }
    }
}
