package org.dhpbridge.profile;

/**
 * A rule of a profile or of base R5 about one element (FHIR R5, ElementDefinition.constraint).
 *
 * @param key as {@code uzcore-gender-other-2}
 * @param severity {@code error} or {@code warning}
 * @param expression FHIRPath, evaluated on the element
 * @param human what the rule says in words; empty when the pack has no words for it
 */
public record Invariant(String key, String severity, String expression, String human) {}
