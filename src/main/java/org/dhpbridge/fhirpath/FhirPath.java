package org.dhpbridge.fhirpath;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** A compiled expression. Safe for many threads. */
public final class FhirPath {

    private final String expression;
    private final Node node;

    private FhirPath(String expression, Node node) {
        this.expression = expression;
        this.node = node;
    }

    /**
     * @param expression FHIRPath (N1), as in ElementDefinition.constraint.expression
     * @throws FhirPathException when it is not FHIRPath, or uses a function that is not evaluated here
     */
    public static FhirPath compile(String expression) {
        return new FhirPath(expression, new Parser(expression).parse());
    }

    /**
     * Whether the expression holds for an element, as a FHIR invariant is judged: nothing counts as false, and so does an
     * error in evaluating it (N1 demands one of {@code single()} on several).
     *
     * @param element the element; value null for a primitive that has only an extension
     * @param resource the resource that holds it
     * @param root the resource that contains that one, or the same
     */
    public boolean holds(Item element, JsonNode resource, JsonNode root) {
        List<Item> focus = List.of(element);
        try {
            return Boolean.TRUE.equals(Node.truth(node.eval(focus, new Scope(resource, root, element, focus))));
        } catch (FhirPathException notEvaluated) {
            return false;
        }
    }

    @Override
    public String toString() {
        return expression;
    }
}
