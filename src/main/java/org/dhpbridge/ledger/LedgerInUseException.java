package org.dhpbridge.ledger;

/** H2 in a file that another process holds. */
final class LedgerInUseException extends LedgerUnavailableException {

    private static final long serialVersionUID = 1L;

    LedgerInUseException(String message, String action, Throwable cause) {
        super(message, action, cause);
    }
}
