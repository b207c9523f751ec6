package org.dhpbridge.profile;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Makes sure at start that every profile of a pack can be used, so that none fails in the middle of a message. */
final class PackCheck {

    private static final int MAX_DEPTH = 64;

    private final Set<Shape> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Shape> mandatory = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<String> unsupported = new TreeSet<>();
    private String profile;

    /** @throws PackException when a profile cannot be used; the message names it and says what to do */
    void check(Collection<Profile> profiles) {
        for (Profile one : profiles) {
            profile = one.url();
            rule(one.root(), 0);
            demand(one.root(), new ArrayList<>());
        }
    }

    /** Rules that the FHIRPath subset cannot read: {@code key: expression}, sorted. */
    Set<String> unsupportedInvariants() {
        return unsupported;
    }

    private void rule(ElementRule rule, int depth) {
        if (depth > MAX_DEPTH) {
            throw new PackException("The profile " + profile + " nests its elements without end, as in " + rule.id()
                    + ". Correct the profile pack.");
        }
        invariants(rule.invariants());
        if (rule.slicing() != null) {
            rule.slicing().matchers();
            rule.slicing().slices().forEach(slice -> rule(slice, depth + 1));
        }
        for (TypeRule type : rule.types()) {
            if (seen.add(type.shape())) {
                invariants(type.shape().invariants());
                if (type.isConstrained()) {
                    type.shape().elements().forEach(child -> rule(child, depth + 1));
                }
            }
        }
    }

    private void invariants(List<Invariant> invariants) {
        for (Invariant invariant : invariants) {
            if (invariant.compiled() == null) {
                unsupported.add(invariant.key() + ": " + invariant.expression());
            }
        }
    }

    /** What must stand inside what must stand: a value that must hold itself could never be written. */
    private void demand(ElementRule rule, List<Shape> above) {
        for (TypeRule type : rule.types()) {
            Shape shape = type.shape();
            if (above.contains(shape)) {
                throw new PackException("The profile " + profile + " demands " + rule.id()
                        + " inside itself without end. Correct the profile pack.");
            }
            if (mandatory.add(shape)) {
                above.add(shape);
                for (ElementRule child : shape.mandatory()) {
                    if (child.min() > 0) {
                        demand(child, above);
                    }
                    if (child.slicing() != null) {
                        child.slicing().slices().stream()
                                .filter(slice -> slice.min() > 0)
                                .forEach(slice -> demand(slice, above));
                    }
                }
                above.remove(above.size() - 1);
            }
        }
    }
}
