package org.dhpbridge.access;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

final class ApiKeyUnusableFailureAnalyzer extends AbstractFailureAnalyzer<ApiKeyUnusableException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ApiKeyUnusableException cause) {
        return new FailureAnalysis(
                cause.getMessage(),
                "Let the bridge's user read and write the folder data/ under dhp.home and delete a broken"
                        + " data/api-token (a new key is made), or name a file with a key of yours in dhp.api.token-file:"
                        + " openssl rand -hex 32.",
                cause);
    }
}
