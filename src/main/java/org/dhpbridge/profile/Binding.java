package org.dhpbridge.profile;

/** To which codes an element is bound. */
public final class Binding {

    private final String strength;
    /** Canonical, without version. */
    final String valueSet;

    private final Terminology terminology;
    private volatile CodeSet codes;

    Binding(String strength, String valueSet, Terminology terminology) {
        this.strength = strength;
        this.valueSet = PackJson.withoutVersion(valueSet);
        this.terminology = terminology;
    }

    /** {@code required}, {@code extensible}, {@code preferred} or {@code example}. */
    public String strength() {
        return strength;
    }

    /** What is known of its codes. */
    public CodeSet codes() {
        CodeSet known = codes;
        if (known == null) {
            known = terminology.codes(valueSet);
            codes = known;
        }
        return known;
    }

    public boolean isRequired() {
        return "required".equals(strength);
    }

    public boolean isExtensible() {
        return "extensible".equals(strength);
    }
}
