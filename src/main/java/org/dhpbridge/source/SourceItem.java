package org.dhpbridge.source;

/** What a splitter hands out: a message, or a place of the source that is none. */
public sealed interface SourceItem permits RawMessage, SourceProblem {}
