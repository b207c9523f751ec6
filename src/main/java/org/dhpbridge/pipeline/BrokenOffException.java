package org.dhpbridge.pipeline;

/** The rest of a body did not come; nothing of it is kept. */
public final class BrokenOffException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BrokenOffException(Throwable cause) {
        super("The rest of the body did not come (" + cause.getClass().getSimpleName() + ")", cause);
    }
}
