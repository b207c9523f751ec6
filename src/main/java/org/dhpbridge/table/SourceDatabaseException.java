package org.dhpbridge.table;

/** A database, or what a source says of it, is at fault. The message is a sentence for the person who must act, without values of rows. */
public final class SourceDatabaseException extends RuntimeException {

    public SourceDatabaseException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
