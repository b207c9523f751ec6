package org.dhpbridge.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Why a message is dead, or due again.
 *
 * @param code short and stable, for filters and metrics, as {@code required} or {@code http-503}; at most 100 characters
 * @param step the step that failed: {@code receive}, {@code read}, {@code map}, {@code check}, {@code resolve}, {@code push}
 * @param sentence for the person who must act; never holds personal data
 * @param outcome OperationOutcome of the platform or of the own check; may be null
 * @param unmapped the code that its table lacks, which is why it failed; null when it failed for something else. A failure that
 *     is read from the ledger has null here: see {@link Causes}
 */
public record Failure(String code, String step, String sentence, JsonNode outcome, UnmappedCode unmapped) {

    private static final Set<String> WEAK = Set.of("warning", "information", "success");

    /** No quotes, no spaces: what a platform writes in its place may quote the message. */
    private static final Pattern PLACE = Pattern.compile("[A-Za-z][A-Za-z0-9_.:()\\[\\]-]{0,200}");

    public Failure {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(step, "step");
        Objects.requireNonNull(sentence, "sentence");
    }

    /** Not for want of a code. */
    public Failure(String code, String step, String sentence, JsonNode outcome) {
        this(code, step, sentence, outcome, null);
    }

    public Failure(String code, String step, String sentence) {
        this(code, step, sentence, null);
    }

    /** The same, for want of a code. */
    public Failure withUnmapped(UnmappedCode lacking) {
        return new Failure(code, step, sentence, outcome, lacking);
    }

    /** The same, in other words. */
    public Failure withSentence(String words) {
        return new Failure(code, step, words, outcome, unmapped);
    }

    /**
     * The element that is wrong, as the outcome names it, else as the sentence begins with it.
     *
     * @return FHIRPath such as {@code Patient.identifier[0].value}, or a place in the message such as {@code PID-3}; null
     *     when none is known
     */
    public String element() {
        String place = outcome == null ? sentence.replaceFirst(": .*", "") : expression();
        return PLACE.matcher(place).matches() ? place : null;
    }

    private String expression() {
        for (JsonNode issue : outcome.path("issue")) {
            if (!WEAK.contains(issue.path("severity").asText()) && issue.has("expression")) {
                return issue.at("/expression/0").asText();
            }
        }
        return "";
    }

    /** Without the outcome, which may quote the message. */
    @Override
    public String toString() {
        return "[" + code + "] " + step + ": " + sentence;
    }
}
