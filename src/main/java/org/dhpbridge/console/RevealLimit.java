package org.dhpbridge.console;

import java.time.Duration;
import java.util.List;
import org.dhpbridge.audit.Audit;
import org.dhpbridge.audit.AuditAction;
import org.springframework.stereotype.Component;

/** How many messages a person may reveal: counted in the audit, so over all bridges, restarts and ways to see them. */
@Component
public class RevealLimit {

    /** Messages an hour. */
    public static final int MOST = 60;

    private static final Duration SPAN = Duration.ofHours(1);

    private final Audit audit;

    RevealLimit(Audit audit) {
        this.audit = audit;
    }

    /**
     * Keeps in the audit that the messages are revealed, before anything of them is shown.
     *
     * @param targets one a message, as {@code message 12}
     * @return false when they are too many; then none of them may be shown, and the audit has that
     */
    public boolean reveal(String who, List<String> targets, String reason) {
        if (audit.keepUpTo(MOST, SPAN, who, AuditAction.REVEAL, targets, reason)) {
            return true;
        }
        String what = targets.size() == 1 ? targets.get(0) : targets.size() + " messages";
        audit.keep(who, AuditAction.REFUSED, what, "reveal: too many in an hour");
        return false;
    }
}
