package org.dhpbridge.profile;

import org.dhpbridge.fhirpath.FhirPath;
import org.dhpbridge.fhirpath.FhirPathException;

/** A rule of a profile or of base R5 about one element (FHIR R5, ElementDefinition.constraint). */
public final class Invariant {

    private final String key;
    private final String severity;
    private final String expression;
    private final String human;
    private volatile FhirPath compiled;
    private volatile boolean unknown;

    Invariant(String key, String severity, String expression, String human) {
        this.key = key;
        this.severity = severity;
        this.expression = expression;
        this.human = human;
    }

    /** As {@code uzcore-gender-other-2}. */
    public String key() {
        return key;
    }

    public boolean isError() {
        return "error".equals(severity);
    }

    /** FHIRPath, evaluated on the element. */
    public String expression() {
        return expression;
    }

    /** What the rule says in words; empty when the pack has no words for it. */
    public String human() {
        return human;
    }

    /** The expression to evaluate; null when it uses FHIRPath that the bridge does not evaluate. */
    public FhirPath compiled() {
        FhirPath known = compiled;
        if (known == null && !unknown) {
            try {
                known = FhirPath.compile(expression);
                compiled = known;
            } catch (FhirPathException e) {
                unknown = true;
            }
        }
        return known;
    }
}
