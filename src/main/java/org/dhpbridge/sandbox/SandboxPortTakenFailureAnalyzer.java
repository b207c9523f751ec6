package org.dhpbridge.sandbox;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says at the start what to set, instead of a stack trace. */
final class SandboxPortTakenFailureAnalyzer extends AbstractFailureAnalyzer<SandboxPortTakenException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, SandboxPortTakenException cause) {
        return new FailureAnalysis(
                "The DHP sandbox cannot start: port " + cause.port() + " of this machine is taken.",
                SandboxPortTakenException.whatToDo(),
                cause);
    }
}
