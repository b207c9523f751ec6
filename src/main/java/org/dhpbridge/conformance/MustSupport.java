package org.dhpbridge.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.dhpbridge.kernel.DataAbsentReason;
import org.dhpbridge.profile.ElementRule;
import org.dhpbridge.profile.Profile;
import org.dhpbridge.profile.TypeRule;

/**
 * What a resource says about the elements that its profile marks as Must Support (UZ Core, "Must Support"; FHIR R5,
 * ElementDefinition.mustSupport). Safe for many threads.
 */
public final class MustSupport {

    /** What a resource says about one element. */
    public enum ElementPresence {
        /** At least one value stands there. */
        SENT,
        /** No value, but a data-absent-reason in its place. */
        DECLARED_ABSENT,
        /** Nothing stands there. */
        LEFT_OUT
    }

    private final Map<String, List<Waypoint>> plans = new ConcurrentHashMap<>();

    /** An element on the way to, or being, one that must be supported. */
    private record Waypoint(ElementRule element, ElementRule slice, List<Waypoint> inside) {

        ElementRule rule() {
            return slice == null ? element : slice;
        }
    }

    /** One occurrence of an element. */
    private record Found(JsonNode value, JsonNode meta, String path) {}

    /**
     * @param resource as it is sent
     * @param declared FHIRPaths (with indexes) of what was declared absent with a code of the value set, which cannot be
     *     told from a code that the source sent; empty when there are none
     * @return element ids, as {@code Patient.identifier:nationalId.system}, in the order of the profile
     */
    public Map<String, ElementPresence> of(ObjectNode resource, Profile profile, Set<String> declared) {
        Map<String, ElementPresence> presences = new LinkedHashMap<>();
        Found root = new Found(resource, null, profile.type());
        judge(plan(profile), List.of(root), declared, presences);
        return presences;
    }

    private static void judge(
            List<Waypoint> steps, List<Found> parents, Set<String> declared, Map<String, ElementPresence> presences) {
        for (Waypoint step : steps) {
            List<Found> found = new ArrayList<>();
            parents.forEach(parent -> find(step, parent, found));
            if (step.rule().isMustSupport()) {
                presences.put(step.rule().id(), presence(step, found, parents, declared));
            }
            judge(step.inside(), found, declared, presences);
        }
    }

    private static ElementPresence presence(
            Waypoint step, List<Found> found, List<Found> parents, Set<String> declared) {
        boolean absent = step.element().name().equals("value")
                && parents.stream()
                        .anyMatch(parent ->
                                parent.value() != null && parent.value().has("dataAbsentReason"));
        for (Found one : found) {
            if (!isDeclaredAbsent(one, declared)) {
                return ElementPresence.SENT;
            }
            absent = true;
        }
        return absent ? ElementPresence.DECLARED_ABSENT : ElementPresence.LEFT_OUT;
    }

    private static boolean isDeclaredAbsent(Found found, Set<String> declared) {
        if (declared.contains(found.path()) || found.value() == null || DataAbsentReason.isOn(found.value())) {
            return true;
        }
        for (JsonNode coding : found.value().path("coding")) {
            if (DataAbsentReason.SYSTEM.equals(coding.path("system").asText())) {
                return !found.path().endsWith(".dataAbsentReason");
            }
        }
        return found.value().isObject()
                && DataAbsentReason.isOn(found.value().path("_value"))
                && !found.value().has("value");
    }

    private static void find(Waypoint step, Found parent, List<Found> found) {
        boolean object = parent.value() != null && parent.value().isObject();
        JsonNode holder = object ? parent.value() : parent.meta();
        if (holder == null) {
            return;
        }
        ElementRule element = step.element();
        for (TypeRule type : element.types()) {
            String name = element.jsonName(type);
            JsonNode value = holder.get(name);
            JsonNode meta = object ? holder.get("_" + name) : null;
            int size = Math.max(sizeOf(value), sizeOf(meta));
            for (int i = 0; i < size; i++) {
                JsonNode one = at(value, i);
                boolean mine = step.slice() == null
                        || element.slicing().sliceOf(one, element.isChoice() ? type.code() : null) == step.slice();
                if (mine) {
                    String path = parent.path() + "." + element.name() + (element.isList() ? "[" + i + "]" : "");
                    found.add(new Found(one, at(meta, i), path));
                }
            }
            if (!element.isChoice()) {
                return;
            }
        }
    }

    private static int sizeOf(JsonNode value) {
        return value == null ? 0 : value.isArray() ? value.size() : 1;
    }

    private static JsonNode at(JsonNode value, int index) {
        JsonNode one = value != null && value.isArray() ? value.get(index) : value;
        return one == null || one.isNull() ? null : one;
    }

    private List<Waypoint> plan(Profile profile) {
        return plans.computeIfAbsent(profile.url(), url -> inside(profile.root()));
    }

    private static List<Waypoint> inside(ElementRule rule) {
        List<Waypoint> steps = new ArrayList<>();
        for (TypeRule type : rule.types()) {
            if (type.isConstrained()) {
                for (ElementRule child : type.shape().elements()) {
                    add(child, null, steps);
                    if (child.slicing() != null) {
                        child.slicing().slices().forEach(slice -> add(child, slice, steps));
                    }
                }
            }
        }
        return steps;
    }

    private static void add(ElementRule element, ElementRule slice, List<Waypoint> steps) {
        Waypoint step = new Waypoint(element, slice, inside(slice == null ? element : slice));
        if (step.rule().isMustSupport() || !step.inside().isEmpty()) {
            steps.add(step);
        }
    }
}
