package org.dhpbridge.console;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.dhpbridge.delivery.DeliveryOutcome.Placed;
import org.dhpbridge.ledger.Claimed;
import org.dhpbridge.ledger.Received;
import org.dhpbridge.ledger.ReplayJob;
import org.dhpbridge.pipeline.Ended;
import org.dhpbridge.pipeline.Tally;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.stereotype.Component;

/** Tells on the terminal, message by message, what came in, what was sent and what is dead. */
@Component("narrator")
public class Narrator {

    private static final Logger LOG = LoggerFactory.getLogger(Narrator.class);

    private final Activity activity;

    Narrator(Activity activity) {
        this.activity = activity;
    }

    /** A batch of a file is in the ledger; says so only when the file takes long. */
    public void received(
            @Body Received received,
            @ExchangeProperty("tally") Tally tally,
            @ExchangeProperty("source") String source,
            @ExchangeProperty("file") String file) {
        activity.received(received);
        if (tally.count(received)) {
            LOG.info("receiving  {} {}: {} so far", source, file, counted(tally));
        }
    }

    /** All of a file is in the ledger. */
    public void receivedAll(
            @ExchangeProperty("tally") Tally tally,
            @ExchangeProperty("source") String source,
            @ExchangeProperty("file") String file) {
        if (tally.isNews()) {
            LOG.info("received   {} {}: {}", source, file, counted(tally));
        }
    }

    public void unreadable(@ExchangeProperty("source") String source, @Body String reason) {
        activity.unreadable();
        LOG.warn("failed     {} {}", source, reason);
    }

    public void ended(@Body Ended ended) {
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

    public void replayed(@Body ReplayJob job) {
        LOG.info(
                "replayed   {} of {}{}",
                job.replayed(),
                counted(job.total(), "message"),
                job.isOpen() ? "; the others follow" : "");
    }

    /** Only what kind of fault: the text of an unforeseen exception may quote the file. */
    public void receivingFailed(
            @ExchangeProperty("source") String source,
            @ExchangeProperty("file") String file,
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Throwable thrown) {
        LOG.error(
                "The source {} cannot take in {} now ({}); it stays where it is and is tried again",
                source,
                file,
                thrown.getClass().getName());
    }

    /** The sender was told to keep what it sent. */
    public void notKept(
            @ExchangeProperty("source") String source, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Throwable thrown) {
        LOG.error(
                "The source {} could not take a message in ({}); the sender was told to keep it and send it again",
                source,
                NestedExceptionUtils.getMostSpecificCause(thrown).getClass().getName());
    }

    public void ledgerFailed(@ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Throwable thrown) {
        LOG.error(
                "The ledger cannot be used ({}); nothing is lost: sources wait and claimed messages are due again by"
                        + " themselves",
                thrown.getClass().getSimpleName());
    }

    private static String warned(Ended ended) {
        return ended.warnings().isEmpty() ? "" : " (" + counted(ended.warnings().size(), "warning") + ")";
    }

    private static String placed(List<Placed> placed) {
        Map<String, Map<String, Long>> byAction = placed.stream()
                .collect(Collectors.groupingBy(
                        p -> p.action().name().toLowerCase(Locale.ROOT),
                        TreeMap::new,
                        Collectors.groupingBy(Placed::resourceType, TreeMap::new, Collectors.counting())));
        return byAction.entrySet().stream()
                .map(entry -> types(entry.getValue()) + " " + entry.getKey())
                .collect(Collectors.joining("; "));
    }

    private static String types(Map<String, Long> types) {
        return types.entrySet().stream()
                .map(type -> type.getValue() == 1 ? type.getKey() : type.getValue() + "×" + type.getKey())
                .collect(Collectors.joining(", "));
    }

    private static String counted(Tally tally) {
        return counted(tally.added(), "message")
                + (tally.duplicates() == 0 ? "" : ", " + tally.duplicates() + " known already");
    }

    private static String counted(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
