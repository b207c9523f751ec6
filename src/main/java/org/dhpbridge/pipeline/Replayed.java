package org.dhpbridge.pipeline;

import org.dhpbridge.ledger.ReplayJob;

/**
 * A person wants ended messages tried again, and the first are due.
 *
 * @param job that makes the others due
 */
public record Replayed(ReplayJob job) {}
