package org.dhpbridge.pipeline;

/** Ended messages are due again because a person asked for it. */
public record Replayed(int count) {}
