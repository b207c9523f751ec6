package org.dhpbridge.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;

/**
 * Why a message is dead, or due again.
 *
 * @param code short and stable, for filters and metrics, as {@code required} or {@code http-503}; at most 100 characters
 * @param step the step that failed: {@code receive}, {@code read}, {@code map}, {@code check}, {@code resolve}, {@code push}
 * @param sentence for the person who must act; never holds personal data
 * @param outcome OperationOutcome of the platform or of the own check; may be null
 */
public record Failure(String code, String step, String sentence, JsonNode outcome) {

    public Failure {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(step, "step");
        Objects.requireNonNull(sentence, "sentence");
    }

    public Failure(String code, String step, String sentence) {
        this(code, step, sentence, null);
    }

    /** Without the outcome, which may quote the message. */
    @Override
    public String toString() {
        return "[" + code + "] " + step + ": " + sentence;
    }
}
