package org.dhpbridge.access;

import org.dhpbridge.kernel.EnumCode;

/** A request was refused before it reached what it was for. */
public record ApiRefusal(RefusalReason reason) {

    /** Why. */
    public enum RefusalReason {
        /** By a name that is not the bridge's: 421. */
        HOST,
        /** From a page of another origin: 403. */
        ORIGIN,
        /** Changes something and is not JSON: 415. */
        CONTENT_TYPE,
        /** No HTTP that a program would write: 400. */
        MALFORMED,
        /** Without the key: 401. */
        NO_KEY,
        /** With a wrong key: 401, or 429 when many come. */
        WRONG_KEY;

        /** As it stands in the metric: {@code content-type}. */
        public String code() {
            return EnumCode.of(this);
        }
    }
}
