package org.dhpbridge.mllp;

/**
 * What the sender of a frame gets; the body at the end of a route that begins at an {@link MllpServerEndpoint}.
 *
 * @param message sent back in a frame; empty when nothing is
 * @param hangUp whether the connection is closed after it
 */
public record MllpAnswer(byte[] message, boolean hangUp) {}
