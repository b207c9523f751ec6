package org.dhpbridge.delivery;

/** Carries an answer that HAPI's client need not look at (not 2xx, or no JSON) out of it; never leaves the gateway. */
class AnswerException extends RuntimeException {

    private final transient FhirAnswer answer;

    AnswerException(FhirAnswer answer) {
        super("HTTP " + answer.status(), null, false, false);
        this.answer = answer;
    }

    FhirAnswer answer() {
        return answer;
    }
}
