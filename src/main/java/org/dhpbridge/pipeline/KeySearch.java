package org.dhpbridge.pipeline;

/** A bean of whoever looks for messages by the values that people know of them: without one no such value is kept. */
public final class KeySearch {}
