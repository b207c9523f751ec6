package org.dhpbridge.audit;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.dhpbridge.ledger.AuditTrail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Keeps who did what. What cannot be kept is not done: every method throws when the ledger cannot be written. */
@Component
public class Audit {

    private static final Logger LOG = LoggerFactory.getLogger(Audit.class);

    private final AuditTrail trail;
    private long lastSeq;

    Audit(AuditTrail trail) {
        this.trail = trail;
    }

    /**
     * Keeps that somebody did something; on return it is committed.
     *
     * @param who issuer and subject, as the console knows the person
     * @param target what it is done to; may be null
     * @param detail more about it, without personal data of patients; may be null
     */
    public void keep(String who, AuditAction action, String target, String detail) {
        trail.add(who, action.code(), target, detail);
    }

    /** Keeps it and does it, both or neither. The work may only change the ledger. */
    public <T> T keep(String who, AuditAction action, String target, String detail, Supplier<T> work) {
        return trail.add(who, action.code(), target, detail, work);
    }

    /**
     * Keeps that somebody did something to each of the targets, or to none of them.
     *
     * @return false, and nothing is kept, when this person would have done it more often than that in the span, at whatever bridge
     */
    public boolean keepUpTo(
            int most, Duration span, String who, AuditAction action, List<String> targets, String detail) {
        return trail.addUpTo(most, span, who, action.code(), targets, detail);
    }

    /** Tells the head where logs are collected: whoever cuts rows off the end cannot take that back. */
    @Scheduled(initialDelayString = "PT1M", fixedDelayString = "PT1H")
    synchronized void tellHead() {
        AuditTrail.Head head = trail.head();
        if (head.seq() != lastSeq) {
            LOG.info("audit      head {}:{}", head.seq(), head.hash());
            lastSeq = head.seq();
        }
    }
}
