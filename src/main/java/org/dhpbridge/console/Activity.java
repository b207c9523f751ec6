package org.dhpbridge.console;

import java.util.EnumMap;
import java.util.Map;
import org.dhpbridge.ledger.Ledger;
import org.dhpbridge.ledger.Received;
import org.dhpbridge.pipeline.Ended;
import org.dhpbridge.pipeline.Ended.Fate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Counts what happens, and sums it up in one line when a spell of work is over. */
@Component
class Activity {

    private static final Logger LOG = LoggerFactory.getLogger(Activity.class);

    private static final int LOOKS_WHILE_DUE = 15;

    private final Ledger ledger;
    private final NextSteps nextSteps;
    private final Map<Fate, Long> fates = new EnumMap<>(Fate.class);
    private long received;
    private long deadOnArrival;
    private long unreadableFiles;
    private boolean changedSinceLastLook;
    private int quietLooks;

    Activity(Ledger ledger, NextSteps nextSteps) {
        this.ledger = ledger;
        this.nextSteps = nextSteps;
    }

    synchronized void received(Received count) {
        received += count.added();
        deadOnArrival += count.dead().size();
        changedSinceLastLook = true;
    }

    synchronized void unreadable() {
        unreadableFiles++;
        changedSinceLastLook = true;
    }

    synchronized void ended(Ended ended) {
        fates.merge(ended.fate(), 1L, Long::sum);
        changedSinceLastLook = true;
    }

    /** A spell is over when nothing happened for a while: a short one when nothing is due, else a longer one. */
    @Scheduled(fixedDelay = 2000)
    void look() {
        try {
            sumUpWhenQuiet();
        } catch (DataAccessException e) {
            LOG.debug("The summary waits until the ledger answers", e); // that it does not is told once a minute
        }
    }

    private void sumUpWhenQuiet() {
        synchronized (this) {
            quietLooks = changedSinceLastLook ? 0 : quietLooks + 1;
            changedSinceLastLook = false;
            if (quietLooks == 0 || (received == 0 && fates.isEmpty() && unreadableFiles == 0)) {
                return;
            }
        }
        long due = ledger.depth();
        if (due > 0 && quietLooks < LOOKS_WHILE_DUE) {
            return;
        }
        synchronized (this) {
            LOG.info(
                    "summary    {} received: {} delivered, {} superseded, {} dead, {} due; {} unreadable. {}",
                    received,
                    fates.getOrDefault(Fate.DELIVERED, 0L),
                    fates.getOrDefault(Fate.SUPERSEDED, 0L),
                    fates.getOrDefault(Fate.DEAD, 0L) + deadOnArrival,
                    due,
                    unreadableFiles == 1 ? "1 file" : unreadableFiles + " files",
                    nextSteps.afterASpell());
            received = 0;
            deadOnArrival = 0;
            unreadableFiles = 0;
            fates.clear();
        }
    }
}
