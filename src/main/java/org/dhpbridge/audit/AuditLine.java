package org.dhpbridge.audit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.dhpbridge.ledger.AuditEntry;

/** A row of the audit as one line of NDJSON, with all that went into its hash. */
public final class AuditLine {

    private AuditLine() {}

    /** @return a JSON object without a line end */
    public static String of(AuditEntry row) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("seq", row.seq())
                .put("at", row.at())
                .put("actor", row.actor())
                .put("action", row.action())
                .put("target", row.target())
                .put("detail", row.detail())
                .put("bridge", row.bridge())
                .put("previous", row.previous())
                .put("hash", row.hash())
                .toString();
    }
}
