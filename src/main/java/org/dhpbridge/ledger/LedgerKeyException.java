package org.dhpbridge.ledger;

import org.springframework.dao.NonTransientDataAccessResourceException;

/**
 * Something in the ledger cannot be opened with the keys that this bridge has. Like a database that does not answer: the
 * message stays as it is, and is due again by itself.
 */
public final class LedgerKeyException extends NonTransientDataAccessResourceException {

    private static final long serialVersionUID = 1L;

    LedgerKeyException(String message, Throwable cause) {
        super(message, cause);
    }
}
