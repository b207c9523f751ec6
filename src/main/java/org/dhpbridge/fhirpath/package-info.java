/**
 * The part of FHIRPath that invariants of FHIR R5 and of UZ Core use, over Jackson trees. In: an expression, and an
 * element of a resource as JSON. Out: whether it holds; and the path of an element
 * ({@code Place}). Written for the hot path: compiled once, no FHIR model.
 */
package org.dhpbridge.fhirpath;
