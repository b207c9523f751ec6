package org.dhpbridge.profile;

/**
 * One kind of identifier that a profile knows.
 *
 * @param system identifier.system; null when the profile leaves it to a value set
 * @param max how many may be there, {@link ElementRule#UNBOUNDED} for any number
 */
public record IdentifierSlice(String system, int max) {}
