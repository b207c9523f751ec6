package org.dhpbridge.profile;

/**
 * What tells slices apart.
 *
 * @param type {@code value}, {@code pattern}, {@code exists}, {@code type}, {@code profile} or {@code position}
 * @param path restricted FHIRPath from the sliced element, as {@code coding.system} or {@code $this}
 */
public record Discriminator(String type, String path) {}
