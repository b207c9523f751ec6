package org.dhpbridge.mllp;

/**
 * A sender sent bytes that belong to no frame; nothing of them was kept.
 *
 * @param source name of the source
 * @param count how many
 */
public record StrayBytes(String source, long count) {}
