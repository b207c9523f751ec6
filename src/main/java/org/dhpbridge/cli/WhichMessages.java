package org.dhpbridge.cli;

import java.time.Instant;
import picocli.CommandLine.Option;

/** Options by which commands choose among the messages of the ledger. */
final class WhichMessages {

    @Option(names = "--source", paramLabel = "NAME", description = "only those of this source, as hl7")
    private String source;

    @Option(names = "--error-code", paramLabel = "CODE", description = "only those with this code, as required")
    private String errorCode;

    @Option(names = "--since", paramLabel = "TIME", description = "only those received since, as 2026-03-01T00:00:00Z")
    private Instant since;

    /** Null for all. */
    String source() {
        return source;
    }

    /** Null for all. */
    String errorCode() {
        return errorCode;
    }

    /** Null for all. */
    Instant since() {
        return since;
    }

    /** Whether they leave nothing out. */
    boolean isAll() {
        return source == null && errorCode == null && since == null;
    }

    /** As the API takes it; null for all. */
    String sinceText() {
        return since == null ? null : since.toString();
    }
}
