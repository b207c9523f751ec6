package org.dhpbridge.ledger;

import org.dhpbridge.kernel.Remediable;

/** The bridge cannot start because its ledger cannot be opened. The message says why, the action what to do. */
public class LedgerUnavailableException extends RuntimeException implements Remediable {

    private final String action;

    LedgerUnavailableException(String message, String action, Throwable cause) {
        super(message, cause);
        this.action = action;
    }

    @Override
    public String action() {
        return action;
    }
}
