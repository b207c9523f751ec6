package org.dhpbridge.absent;

/**
 * One mandatory element that was declared absent.
 *
 * @param resource type and id, as {@code Patient/6f…}
 * @param path FHIRPath of the element, as {@code Patient.identifier[0].value}
 * @param reason code of {@code http://terminology.hl7.org/CodeSystem/data-absent-reason}, as {@code unknown}
 * @param how {@code extension} (data-absent-reason extension on the element), {@code code} (the value set's own unknown),
 *     {@code dataAbsentReason} (Observation's element) or {@code text} (a concept of text only)
 */
public record Filled(String resource, String path, String reason, String how) {}
