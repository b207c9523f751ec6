package org.dhpbridge.pipeline;

/** The body is longer than the source takes. */
public final class TooLargeException extends RuntimeException {

    TooLargeException(String sentence) {
        super(sentence);
    }
}
