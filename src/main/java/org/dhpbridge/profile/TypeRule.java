package org.dhpbridge.profile;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** One type that an element may have, with what stands inside it. */
public final class TypeRule {

    private final String code;
    private final boolean primitive;
    private final List<String> profiles;
    /** Canonicals that a reference (or canonical) may point to; empty when any. */
    final List<String> targets;

    private final Supplier<Shape> base;
    private final Function<String, String> typeOf;
    private volatile Shape shape;
    private volatile Set<String> targetTypes;
    private boolean own;

    TypeRule(String code, List<String> profiles, List<String> targets, TypeShapes shapes) {
        this(code, profiles, targets, () -> shapes.shape(code, profiles), shapes::typeOf);
    }

    /** A type that refers to nothing and has no profile, as a backbone element. */
    TypeRule(String code, Supplier<Shape> base) {
        this(code, List.of(), List.of(), base, canonical -> null);
    }

    private TypeRule(
            String code,
            List<String> profiles,
            List<String> targets,
            Supplier<Shape> base,
            Function<String, String> typeOf) {
        this.code = code;
        this.primitive = Character.isLowerCase(code.charAt(0));
        this.profiles = List.copyOf(profiles);
        this.targets = List.copyOf(targets);
        this.base = base;
        this.typeOf = typeOf;
    }

    /** Name of the FHIR type, as {@code CodeableConcept} or {@code string}. */
    public String code() {
        return code;
    }

    /** Profiles that the value must conform to; empty when any value of the type may stand. */
    public List<String> profiles() {
        return profiles;
    }

    /** Resource types that a reference may point to; empty when any may stand. */
    public Set<String> targetTypes() {
        Set<String> known = targetTypes;
        if (known == null) {
            known = new LinkedHashSet<>();
            for (String target : targets) {
                String type = typeOf.apply(target);
                if (type != null) {
                    known.add(type);
                }
            }
            targetTypes = known;
        }
        return known;
    }

    /** FHIR's own spelling: primitive types start in lower case. {@code xhtml} counts as one. */
    public boolean isPrimitive() {
        return primitive;
    }

    /** The elements inside a value of this type. */
    public Shape shape() {
        Shape known = shape;
        if (known == null) {
            known = base.get();
            shape = known;
        }
        return known;
    }

    /** True when the profile says something about what stands inside. */
    public boolean isConstrained() {
        return own;
    }

    /** The shape as this rule's own, to be constrained. */
    Shape ownShape() {
        if (!own) {
            shape = shape().copy();
            own = true;
        }
        return shape;
    }

    TypeRule copy() {
        return with(profiles, targets);
    }

    TypeRule with(List<String> otherProfiles, List<String> otherTargets) {
        TypeRule copy = new TypeRule(code, otherProfiles, otherTargets, base, typeOf);
        if (own) {
            copy.shape = shape.copy();
            copy.own = true;
        }
        return copy;
    }
}
