package org.dhpbridge.pipeline;

/**
 * A source could not hand on what it got, for a fault of the bridge, the disk or the ledger.
 *
 * @param source the source's name
 * @param place what it got, for people; null for nothing to tell
 * @param thrown its text may quote what is in it
 * @param answered whether the sender was told to keep it and send it again; else it stays where it is and is tried again
 */
public record ReceivingFailed(String source, String place, Throwable thrown, boolean answered) {}
