package org.dhpbridge.access;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.dhpbridge.kernel.Remediable;

/** There is no API key, and none can be made: the bridge does not start, for it could not tell who may see payloads. */
final class ApiKeyUnusableException extends RuntimeException implements Remediable {

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

    @Override
    public String action() {
        return "Let the bridge's user read and write the folder data/ under dhp.home and delete a broken data/api-token (a new key"
                + " is made), or name a file with a key of yours in dhp.api.token-file: openssl rand -hex 32.";
    }
}
