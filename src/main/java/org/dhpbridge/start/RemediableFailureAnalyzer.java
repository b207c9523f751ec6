package org.dhpbridge.start;

import org.dhpbridge.kernel.CauseChain;
import org.dhpbridge.kernel.Remediable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** Shows what is wrong and what to do, in place of a stack trace, when the bridge cannot start. */
public final class RemediableFailureAnalyzer implements FailureAnalyzer {

    /** @return null when nobody can be told what to do */
    @Override
    public FailureAnalysis analyze(Throwable failure) {
        return CauseChain.nearest(failure, Remediable.class)
                .map(known -> new FailureAnalysis(known.getMessage(), known.action(), (Throwable) known))
                .orElse(null);
    }
}
