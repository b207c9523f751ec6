package org.dhpbridge.pipeline;

/** This bridge does not read the source (any more): another one does, or the ledger's database did not answer for too long. */
public final class NotTheReaderException extends RuntimeException {

    NotTheReaderException(String source) {
        super("The source " + source + " is not read by this bridge now.");
    }
}
