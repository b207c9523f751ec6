package org.dhpbridge.kernel;

/**
 * A failure that somebody can mend: its message is a sentence that says what is wrong, and it knows what to do. At the start
 * both are shown in place of a stack trace.
 */
public interface Remediable {

    /** What is wrong, in a sentence without personal data. */
    String getMessage();

    /** What to do about it: sentences for the person who must act. */
    String action();
}
