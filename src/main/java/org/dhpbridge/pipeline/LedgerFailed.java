package org.dhpbridge.pipeline;

/** The ledger cannot be used now; what was claimed is due again by itself. */
public record LedgerFailed(Throwable thrown) {}
