package org.dhpbridge.profile;

/** To which codes an element is bound. */
public final class Binding {

    private final String strength;
    /** Canonical, without version. */
    final String valueSet;

    private final Terminology terminology;
    private final boolean general;
    private volatile CodeSet codes;

    Binding(String strength, String valueSet, Terminology terminology) {
        this(strength, PackJson.withoutVersion(valueSet), terminology, false);
    }

    private Binding(String strength, String valueSet, Terminology terminology, boolean general) {
        this.strength = strength;
        this.valueSet = valueSet;
        this.terminology = terminology;
        this.general = general;
    }

    /** The same, of an element of a data type, wherever that stands. */
    Binding ofDataType() {
        return new Binding(strength, valueSet, terminology, true);
    }

    /**
     * Whether a data type has it for every element of its kind: what it recommends there is for all of FHIR and has no place for
     * everything (identifier-type none for a visit number). A profile that means it binds its own element.
     */
    public boolean isGeneral() {
        return general;
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
