package org.dhpbridge.ledger;

/** A ledger in a file that another process has. */
final class LedgerInUseException extends LedgerUnavailableException {

    private static final long serialVersionUID = 1L;

    LedgerInUseException(String message, String action, Throwable cause) {
        super(message, action, cause);
    }
}
