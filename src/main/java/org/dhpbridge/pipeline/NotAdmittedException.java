package org.dhpbridge.pipeline;

/** Who sends is not allowed to: its address is not on the list, or its token is not ours. The message says what is. */
public final class NotAdmittedException extends RuntimeException {

    NotAdmittedException(String sentence) {
        super(sentence);
    }
}
