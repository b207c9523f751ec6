package org.dhpbridge.pipeline;

/**
 * Something cannot be read as a whole, and went aside.
 *
 * @param source the source's name
 * @param reason what became of it and why, for people
 */
public record ArrivalFailed(String source, String reason) {}
