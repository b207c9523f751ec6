package org.dhpbridge.start;

import org.dhpbridge.kernel.Remediable;

/** The bridge will not start like this; the message says what is wrong and the action what to set. */
public final class StartRefusedException extends RuntimeException implements Remediable {

    private static final long serialVersionUID = 1L;

    private final String action;

    StartRefusedException(String description, String action) {
        super(description);
        this.action = action;
    }

    @Override
    public String action() {
        return action;
    }
}
