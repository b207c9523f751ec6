package org.dhpbridge.profile;

/**
 * One kind of identifier that a profile knows.
 *
 * @param name slice name, as {@code nationalId}
 * @param system identifier.system; null when the profile leaves it to a value set
 * @param use identifier.use that it must have if any; null when the profile gives none
 * @param min how many must be there
 * @param max how many may be there, {@link ElementRule#UNBOUNDED} for any number
 */
public record IdentifierSlice(String name, String system, String use, int min, int max) {}
