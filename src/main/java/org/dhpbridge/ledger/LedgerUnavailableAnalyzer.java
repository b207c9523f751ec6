package org.dhpbridge.ledger;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows sentence and action in place of a stack trace when the bridge cannot start. */
final class LedgerUnavailableAnalyzer extends AbstractFailureAnalyzer<LedgerUnavailableException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, LedgerUnavailableException cause) {
        return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
    }
}
