package org.dhpbridge.ledger;

/** The bridge cannot start because its ledger cannot be opened. The message says why, the action what to do. */
public class LedgerUnavailableException extends RuntimeException {

    private final String action;

    LedgerUnavailableException(String message, String action, Throwable cause) {
        super(message, cause);
        this.action = action;
    }

    /** A sentence for the person who must act. */
    public String action() {
        return action;
    }
}
