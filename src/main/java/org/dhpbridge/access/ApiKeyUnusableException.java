package org.dhpbridge.access;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** There is no API key, and none can be made: the bridge does not start, for it could not tell who may see payloads. */
final class ApiKeyUnusableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ApiKeyUnusableException(Path file, IOException cause) {
        super(
                "The file " + file + " with the API key "
                        + (cause instanceof NoSuchFileException
                                ? "is not there."
                                : "cannot be read or written ("
                                        + cause.getClass().getSimpleName() + ": " + cause.getMessage() + ")."),
                cause);
    }

    ApiKeyUnusableException(String sentence) {
        super(sentence);
    }
}
