package org.dhpbridge;

import org.dhpbridge.mapping.MappingException;
import org.dhpbridge.source.csv.WrongDescriptorException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** A mistake in a file under {@code mappings/} is told as such, and not as the failure of a bean. */
final class MappingFileFailureAnalyzer implements FailureAnalyzer {

    @Override
    public FailureAnalysis analyze(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof MappingException || cause instanceof WrongDescriptorException) {
                return new FailureAnalysis(
                        cause.getMessage(),
                        "Correct that file under mappings/ of dhp.home (docs/mapping.md says what may stand in it),"
                                + " then start again.",
                        cause);
            }
        }
        return null;
    }
}
