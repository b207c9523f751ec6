package org.dhpbridge.console.signin;

/** What a person may do at the console. */
public enum Right {
    /** See what flows, lists, and messages with their values masked. */
    VIEW,
    /** Replay. */
    OPERATE,
    /** Read the audit. */
    ADMINISTER,
    /** See the values of a message. */
    REVEAL,
    /** Write a message in the place of another. */
    EDIT
}
