package org.dhpbridge.profile;

/** A profile pack cannot be used. The message says which definition is wrong, why, and what to do. */
public final class PackException extends RuntimeException {

    public PackException(String message) {
        super(message);
    }

    public PackException(String message, Throwable cause) {
        super(message, cause);
    }
}
