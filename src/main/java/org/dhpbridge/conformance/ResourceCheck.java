package org.dhpbridge.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Checks one FHIR R5 resource. Implementations are safe for many threads. */
@FunctionalInterface
public interface ResourceCheck {

    /**
     * @param resource a FHIR R5 resource as JSON; not changed
     * @return what is wrong with it, most serious first; empty when nothing is
     */
    List<Issue> check(ObjectNode resource);
}
