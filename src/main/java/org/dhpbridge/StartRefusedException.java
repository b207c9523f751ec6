package org.dhpbridge;

/** The bridge will not start like this; the message says what is wrong and the action what to set. */
final class StartRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String action;

    StartRefusedException(String description, String action) {
        super(description);
        this.action = action;
    }

    String action() {
        return action;
    }
}
