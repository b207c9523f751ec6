package org.dhpbridge.oauth;

import java.time.Duration;
import java.util.Optional;

/** No access token could be had. The message is a sentence for the person who must act; it holds no secret. */
public abstract sealed class TokenFailure extends RuntimeException {

    private TokenFailure(String sentence) {
        super(sentence, null, false, true);
    }

    /** The credentials or the endpoint are not right (400, 401, 403, 404, an answer without a token): a person must act. */
    public static final class Refused extends TokenFailure {
        private final String oauthError;

        Refused(String sentence) {
            this(sentence, null);
        }

        Refused(String sentence, String oauthError) {
            super(sentence);
            this.oauthError = oauthError;
        }

        /** The code of RFC 6749, 5.2, as {@code invalid_client}; empty when the answer had none. */
        public Optional<String> oauthError() {
            return Optional.ofNullable(oauthError);
        }
    }

    /** The endpoint cannot be reached or is not well (network, time-out, 408, 429, 5xx): it passes by itself. */
    public static final class Unavailable extends TokenFailure {

        private final transient Duration retryAfter;

        Unavailable(String sentence, Duration retryAfter) {
            super(sentence);
            this.retryAfter = retryAfter;
        }

        /** How long the endpoint asked to wait; null when it did not say. */
        public Duration retryAfter() {
            return retryAfter;
        }
    }
}
