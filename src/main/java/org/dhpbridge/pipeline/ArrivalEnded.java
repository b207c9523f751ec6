package org.dhpbridge.pipeline;

/** All of an arrival is in the ledger. Told to whoever listens, in the thread that receives. */
public record ArrivalEnded(Arrival arrival) {}
