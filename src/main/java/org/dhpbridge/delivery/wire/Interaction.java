package org.dhpbridge.delivery.wire;

/** What is asked of the FHIR server (FHIR R5, http.html), and how {@code routes/pipeline/fhir.yaml} calls it. */
public enum Interaction {
    /** Anything that is read by its URL: a resource, a search, {@code /metadata}. */
    READ("read", false),
    SEARCH("search", false),
    CAPABILITIES("capabilities", false),
    /** A Bundle of reads and searches; nothing in it writes. */
    BATCH("batch", false),
    CREATE("create", true),
    UPDATE("update", true),
    TRANSACTION("transaction", true);

    private final String code;
    private final boolean writes;

    Interaction(String code, boolean writes) {
        this.code = code;
        this.writes = writes;
    }

    /** As FHIR codes it. */
    public String code() {
        return code;
    }

    /** Whether something may have been written when the answer is lost. */
    public boolean writes() {
        return writes;
    }
}
