package org.dhpbridge.access;

import java.io.IOException;
import org.dhpbridge.kernel.Secrets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The key that callers must show. It follows its file, so that a new one needs no restart. Safe for many threads. */
final class ApiKey {

    private static final Logger LOG = LoggerFactory.getLogger(ApiKey.class);

    private final ApiKeyFile file;
    private volatile String last;
    private volatile boolean readable = true;

    /** @throws ApiKeyUnusableException when there is no key and none can be made */
    ApiKey(ApiKeyFile file) {
        this.file = file;
        try {
            last = file.readOrMake();
        } catch (IOException e) {
            throw new ApiKeyUnusableException(file.path(), e);
        } catch (IllegalArgumentException e) {
            throw new ApiKeyUnusableException(e.getMessage());
        }
        LOG.info("The API key is in {}", file.path());
    }

    /** Takes the same time however many characters are right. */
    boolean matches(String shown) {
        return Secrets.same(current(), shown);
    }

    /** The key of before stays good while its file cannot be read. */
    private String current() {
        try {
            last = file.read();
            readable = true;
        } catch (IOException | IllegalArgumentException e) {
            if (readable) {
                readable = false;
                LOG.warn(
                        "The file {} holds no API key that can be read ({}). The key that it had before stays good"
                                + " until it does.",
                        file.path(),
                        e.getClass().getSimpleName());
            }
        }
        return last;
    }
}
