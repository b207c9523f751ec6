package org.dhpbridge.console;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.dhpbridge.delivery.DeliveryOutcome.Placed;
import org.dhpbridge.kernel.OnceAMinute;
import org.dhpbridge.ledger.Claimed;
import org.dhpbridge.ledger.LedgerKeyException;
import org.dhpbridge.ledger.ReplayJob;
import org.dhpbridge.pipeline.Arrival;
import org.dhpbridge.pipeline.ArrivalEnded;
import org.dhpbridge.pipeline.ArrivalFailed;
import org.dhpbridge.pipeline.Arrived;
import org.dhpbridge.pipeline.Ended;
import org.dhpbridge.pipeline.LedgerFailed;
import org.dhpbridge.pipeline.ReceivingFailed;
import org.dhpbridge.pipeline.Replayed;
import org.dhpbridge.pipeline.Tally;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.stereotype.Component;

/** Tells on the terminal, message by message, what came in, what was sent and what is dead. */
@Component
class Narrator {

    private static final Logger LOG = LoggerFactory.getLogger(Narrator.class);

    private final Activity activity;
    private final OnceAMinute ofLedger = new OnceAMinute();

    Narrator(Activity activity) {
        this.activity = activity;
    }

    /** A batch of a file is in the ledger; says so only when the file takes long. */
    @EventListener
    void arrived(Arrived arrived) {
        activity.received(arrived.received());
        Arrival arrival = arrived.arrival();
        if (arrival.tally().count(arrived.received())) {
            LOG.info("receiving  {}: {} so far", arrival, counted(arrival.tally()));
        }
    }

    /** All of a file is in the ledger. */
    @EventListener
    void arrived(ArrivalEnded ended) {
        Tally tally = ended.arrival().tally();
        if (tally.isNews()) {
            LOG.info("received   {}: {}", ended.arrival(), counted(tally));
        }
    }

    @EventListener
    void unreadable(ArrivalFailed failed) {
        activity.unreadable();
        LOG.warn("failed     {} {}", failed.source(), failed.reason());
    }

    @EventListener
    void ended(Ended ended) {
        activity.ended(ended);
        Claimed message = ended.message();
        String what = "#" + message.id() + " " + message.source() + " " + message.location();
        switch (ended.fate()) {
            case DELIVERED -> LOG.info("delivered  {}: {}{}", what, placed(ended.placed()), warned(ended));
            case SUPERSEDED -> LOG.info("superseded {}: the platform has newer from us{}", what, warned(ended));
            case DEAD ->
                LOG.warn(
                        "dead       {}: [{}] {}",
                        what,
                        ended.failure().code(),
                        ended.failure().sentence());
            case DUE_AGAIN ->
                LOG.info(
                        "due again  {} at {}: {}",
                        what,
                        ended.dueAgain(),
                        ended.failure().sentence());
        }
    }

    @EventListener
    void replayed(Replayed replayed) {
        ReplayJob job = replayed.job();
        LOG.info(
                "replayed   {} of {}{}",
                job.replayed(),
                counted(job.total(), "message"),
                job.isOpen() ? "; the others follow" : "");
    }

    /** Only what kind of fault: the text of an unforeseen exception may quote the file. */
    @EventListener
    void failed(ReceivingFailed failed) {
        if (failed.answered()) {
            LOG.error(
                    "The source {} could not take a message in ({}); the sender was told to keep it and send it again",
                    failed.source(),
                    NestedExceptionUtils.getMostSpecificCause(failed.thrown())
                            .getClass()
                            .getName());
        } else {
            LOG.error(
                    "The source {} cannot take in {} now ({}); it stays where it is and is tried again",
                    failed.source(),
                    failed.place() == null ? "what it got" : failed.place(),
                    failed.thrown().getClass().getName());
        }
    }

    /** All workers meet it, again and again; who reads the log need not. */
    @EventListener
    void failed(LedgerFailed failed) {
        if (ofLedger.isDue()) {
            LOG.error(
                    "The ledger cannot be used ({}); nothing is lost: sources wait and claimed messages are due again by"
                            + " themselves. This is said once a minute",
                    failed.thrown() instanceof LedgerKeyException key
                            ? key.getMessage()
                            : failed.thrown().getClass().getSimpleName());
        }
    }

    private static String warned(Ended ended) {
        return ended.warnings().isEmpty() ? "" : " (" + counted(ended.warnings().size(), "warning") + ")";
    }

    private static String placed(List<Placed> placed) {
        Map<String, Map<String, Integer>> byAction = new TreeMap<>();
        for (Placed one : placed) {
            byAction.computeIfAbsent(one.action().name(), a -> new TreeMap<>())
                    .merge(one.resourceType(), 1, Integer::sum);
        }
        return byAction.entrySet().stream()
                .map(entry -> types(entry.getValue()) + " " + entry.getKey().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining("; "));
    }

    private static String types(Map<String, Integer> types) {
        return types.entrySet().stream()
                .map(type -> type.getValue() == 1 ? type.getKey() : type.getValue() + "×" + type.getKey())
                .collect(Collectors.joining(", "));
    }

    private static String counted(Tally tally) {
        return counted(tally.added(), "message")
                + (tally.duplicates() == 0 ? "" : ", " + tally.duplicates() + " known already")
                + (tally.dead() == 0 ? "" : ", " + tally.dead() + " dead on arrival");
    }

    private static String counted(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
