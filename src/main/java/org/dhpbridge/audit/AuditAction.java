package org.dhpbridge.audit;

import org.dhpbridge.kernel.EnumCode;

/** What is audited. The texts are in the console's bundles, under {@code action.} and the code. */
public enum AuditAction {
    SIGN_IN,
    SIGN_IN_REFUSED,
    SIGN_OUT,
    SEARCH,
    REVEAL,
    REFUSED,
    REPLAY,
    EXPORT,
    HOLD,
    EDIT;

    /** As the row has it, {@code sign-in}. */
    public String code() {
        return EnumCode.of(this);
    }
}
