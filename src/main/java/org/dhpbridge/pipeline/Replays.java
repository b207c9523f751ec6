package org.dhpbridge.pipeline;

import java.time.Instant;
import java.util.Optional;
import java.util.function.LongFunction;
import org.apache.camel.Body;
import org.dhpbridge.ledger.Identified;
import org.dhpbridge.ledger.Ledger;
import org.dhpbridge.ledger.LedgerKeyException;
import org.dhpbridge.ledger.ReplayJob;
import org.dhpbridge.ledger.ReplayJobs;
import org.dhpbridge.ledger.Selection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Makes ended messages due again: a job in the ledger, which every bridge carries on. */
@Component("replays")
public class Replays {

    private static final Logger LOG = LoggerFactory.getLogger(Replays.class);
    private static final int STEPS_IN_A_ROW = 10;

    /** From which step a message goes through the pipeline again. */
    public enum From {
        /** Read and identified as if it came now: whom it is about, when it happened, which mapping. */
        RECEIVE,
        /** Mapped again, as what it was received as. */
        TRANSFORM
    }

    /**
     * @param selection which messages
     * @param rate how many become due a second; null for as many as can be
     * @param notBefore when the first becomes due; null for at once
     * @param who asked for it, for the history
     * @param why for the history; may be null
     * @param form number of the form that asks; null for none
     */
    public record ReplayWish(
            Selection selection, From from, Double rate, Instant notBefore, String who, String why, String form) {}

    private final ReplayJobs jobs;
    private final LongFunction<Optional<Identified>> identify;
    private final ApplicationEventPublisher events;

    Replays(ReplayJobs jobs, Ledger ledger, Identification identification, ApplicationEventPublisher events) {
        this.events = events;
        this.jobs = jobs;
        this.identify = id -> again(id, ledger, identification);
    }

    /**
     * Empty as well when it cannot be done: the message is due as it was received. One that does not open, or that the bridge
     * fails on, must not hold back all that are replayed after it.
     */
    private static Optional<Identified> again(long id, Ledger ledger, Identification identification) {
        try {
            return ledger.find(id).flatMap(identification::again);
        } catch (LedgerKeyException damaged) {
            return Optional.empty();
        } catch (DataAccessException ledgerAway) {
            throw ledgerAway;
        } catch (RuntimeException fault) {
            return Optional.empty();
        }
    }

    /** Begins the job; {@link #firstStep} or the next bridge that has time makes the first messages due. */
    public ReplayJob begin(@Body ReplayWish wish) {
        return jobs.begin(new ReplayJob.Wish(
                wish.selection(),
                wish.from() == From.RECEIVE,
                wish.rate(),
                wish.notBefore(),
                wish.who(),
                wish.why(),
                wish.form()));
    }

    /** @return the job after its first few hundred messages: few are due again when this returns */
    public ReplayJob firstStep(@Body ReplayJob job) {
        jobs.step(job.id(), identify);
        ReplayJob begun = jobs.find(job.id()).orElse(job);
        events.publishEvent(new Replayed(begun));
        return begun;
    }

    @Scheduled(fixedDelay = 500)
    void carryOn() {
        try {
            for (int step = 0; step < STEPS_IN_A_ROW; step++) {
                Optional<Integer> replayed = jobs.step(identify);
                if (replayed.isEmpty()) {
                    return;
                }
            }
        } catch (DataAccessException e) {
            LOG.debug(
                    "Replays go on when the ledger answers again", e); // that it does not is told by the ledger's watch
        }
    }
}
