package org.dhpbridge.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.dhpbridge.conformance.Issue;
import org.dhpbridge.delivery.Conversation;
import org.dhpbridge.delivery.DeliveryFailure;
import org.dhpbridge.delivery.DeliveryOutcome;
import org.dhpbridge.delivery.Doubts;
import org.dhpbridge.delivery.MessageFailure;
import org.dhpbridge.delivery.PlaceFailure;
import org.dhpbridge.delivery.WaitingFailure;
import org.dhpbridge.ledger.Claimed;
import org.dhpbridge.ledger.Failure;
import org.dhpbridge.ledger.Ledger;
import org.dhpbridge.ledger.Result;
import org.dhpbridge.ledger.RetentionSettings;
import org.dhpbridge.ledger.UnmappedCode;
import org.dhpbridge.pipeline.Ended.Fate;
import org.dhpbridge.profile.ProfilePack;
import org.dhpbridge.trace.Attempt;
import org.dhpbridge.transform.Draft;
import org.dhpbridge.transform.RejectedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Writes into the ledger what became of a message, and tells the gate how the platform is. */
@Component("ending")
public class Ending {

    private static final Logger LOG = LoggerFactory.getLogger(Ending.class);

    private final Ledger ledger;
    private final DeliveryGate gate;
    private final ProfilePack pack;
    private final ObjectMapper json;
    private final Patience patience;
    private final RetentionSettings retention;
    private final UnwrittenEnds unwritten;
    private final ApplicationEventPublisher events;

    Ending(
            Ledger ledger,
            DeliveryGate gate,
            ProfilePack pack,
            ObjectMapper json,
            Patience patience,
            RetentionSettings retention,
            UnwrittenEnds unwritten,
            ApplicationEventPublisher events) {
        this.patience = patience;
        this.retention = retention;
        this.unwritten = unwritten;
        this.events = events;
        this.ledger = ledger;
        this.gate = gate;
        this.pack = pack;
        this.json = json;
    }

    /**
     * The platform has it, or has newer from us. Nobody waits until that is written: ends that come close together share a
     * transaction, and the worker goes on with its next message.
     */
    public void delivered(@Body Work work) {
        Claimed message = work.message();
        DeliveryOutcome outcome = work.outcome();
        Draft draft = work.draft() == null ? null : work.draft().checked(outcome.doubts());
        List<String> warnings = warnings(draft == null ? List.of() : draft.issues());
        goOn(gate.noteSuccess(message.id()));
        Result result =
                result(draft, outcome).withLinks(outcome.links()).withConversation(kept(outcome.conversation()));
        Fate fate = outcome.superseded() ? Fate.SUPERSEDED : Fate.DELIVERED;
        CompletionStage<Boolean> written = outcome.superseded()
                ? ledger.superseded(
                        message, result, outcome.notSent().orElse("The platform has newer from this bridge."))
                : ledger.delivered(message, result, outcome.notSent().orElse(null));
        Ended ended = new Ended(message, fate, outcome.placed(), null, null).with(warnings);
        Consumer<Runnable> rest = Attempt.handOver();
        written.whenComplete((isWritten, why) -> rest.accept(() -> tell(work, isWritten, why, ended)));
    }

    /** @param why it is not written; null when it is, or was not ours to write */
    private void tell(Work work, Boolean isWritten, Throwable why, Ended ended) {
        try {
            if (why == null) {
                written(isWritten, ended);
            } else {
                unwritten.raise(work, why);
            }
        } catch (RuntimeException e) {
            LOG.error(
                    "What became of {} could not be told to all who listen ({}); the ledger has it as it is",
                    work,
                    e.getClass().getName());
        }
    }

    /** A person must look. */
    public Ended dead(@ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Throwable thrown, @Body Work work) {
        Claimed message = work.message();
        boolean mapped = work.draft() != null && work.draft().mapped() != null;
        Draft reached = !mapped && thrown instanceof RejectedException rejected ? rejected.draft() : work.draft();
        if (thrown instanceof MessageFailure refused && refused.isAnswer()) {
            goOn(gate.noteAnswer(message.id()));
        }
        return dead(message, Failures.of(thrown, work), reached, thrown);
    }

    /** Nobody looked since an answer was lost, or a worker stopped. */
    private static boolean isInDoubt(Claimed message, Throwable thrown) {
        boolean isLookedUp = thrown instanceof DeliveryFailure failure && failure.isLookedUp();
        return mayHaveWritten(thrown) || message.inDoubt() && !isLookedUp;
    }

    private static Failure withDoubt(Failure failure) {
        return failure.withSentence(failure.sentence()
                + " The platform may have taken it all the same, in whole or in part: look there before anybody enters it by"
                + " hand. A replay looks first, and doubles nothing.");
    }

    /** What a failed delivery knows to be written, and what it said. */
    private Result left(Throwable thrown) {
        return thrown instanceof DeliveryFailure failure
                ? Result.NONE.withLinks(failure.links()).withConversation(kept(failure.conversation()))
                : Result.NONE;
    }

    private String kept(Conversation conversation) {
        return retention.keepsSent() ? conversation.json() : null;
    }

    private static void goOn(boolean opened) {
        if (opened) {
            LOG.info("Delivery goes on: the platform takes messages again");
        }
    }

    /** A dead letter of which something may be on the platform says so, and so does the next one when it is replayed. */
    private Ended dead(Claimed message, Failure why, Draft draft, Throwable thrown) {
        gate.forget(message.id());
        boolean inDoubt = isInDoubt(message, thrown);
        Failure failure = inDoubt ? withDoubt(why) : why;
        Result left = left(thrown);
        List<Issue> issues = new ArrayList<>(draft == null ? List.of() : draft.issues());
        issues.addAll(doubts(message, thrown));
        Result result = result(draft, null)
                .withIssues(issues(issues))
                .withLinks(left.links())
                .withConversation(left.conversation());
        return written(
                inDoubt ? ledger.deadInDoubt(message, failure, result) : ledger.dead(message, failure, result),
                new Ended(message, Fate.DEAD, List.of(), failure, null).with(warnings(issues)));
    }

    /** What earlier attempts wrote stands on the platform, wherever this one ended. */
    private List<Issue> doubts(Claimed message, Throwable thrown) {
        if (thrown instanceof DeliveryFailure failure) {
            return failure.doubts();
        }
        return ledger.find(message.id())
                .map(now -> Doubts.in(now.result().issues()))
                .orElse(List.of());
    }

    /**
     * The platform could not take it, or its answer was lost. An outage costs the message no attempt; failing alone, while
     * others get through, does. After an answer that was lost it waits until a search shows what was written.
     */
    public Ended retryLater(@ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Throwable thrown, @Body Work work) {
        Claimed message = work.message();
        Failure why = Failures.of(thrown);
        if (thrown instanceof WaitingFailure waiting) {
            return waitFor(waiting, message, why);
        }
        boolean costs = costsAttempt(thrown, gate.noteFailure(message.id()));
        if (costs && isLastAttempt(message)) {
            return deadAlone(message, why, work, thrown);
        }
        Duration asked = thrown instanceof PlaceFailure place ? place.retryAfter() : null;
        Duration kept = asked == null ? null : patience.kept(asked);
        Failure failure = withWait(why, asked, kept);
        if (gate.noteOutage(message.id(), failure.sentence(), kept, this::backOff)) {
            LOG.warn("Delivery rests: {} It tries again by itself.", failure.sentence());
        }
        Duration shortest = mayHaveWritten(thrown) ? patience.settle() : Duration.ZERO;
        Instant now = ledger.now();
        Instant again = later(
                now.plus(shortest),
                kept == null
                        ? gate.nextTry(now).orElseGet(() -> now.plus(backOff(message.attempts())))
                        : now.plus(kept));
        return dueAgain(message, again, failure, costs, thrown);
    }

    /** An operator who is to find who asks for a year knows it by its number. */
    private static Failure withWait(Failure failure, Duration asked, Duration kept) {
        return asked == null || asked.compareTo(kept) <= 0
                ? failure
                : failure.withSentence(failure.sentence() + " It asked for a wait of " + asked.toSeconds()
                        + " s (Retry-After); it is tried again after " + kept.toSeconds() + " s.");
    }

    private Duration backOff(int failures) {
        return BackOff.wait(patience.initial(), patience.longest(), failures);
    }

    private boolean isLastAttempt(Claimed message) {
        return message.attempts() + 1 >= patience.attempts();
    }

    private Ended deadAlone(Claimed message, Failure why, Work work, Throwable thrown) {
        return dead(
                message,
                why.withSentence("Tried " + patience.attempts()
                        + " times while other messages got through, the last time: " + why.sentence()),
                work.draft(),
                thrown);
    }

    /**
     * The platform does not let us in: delivery rests, and then one message tries again, at no cost. When it lets others in, it
     * is this message, or its patient, that it does not grant: only that costs the message an attempt, and delivery goes on.
     */
    public Ended pause(@ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Throwable thrown, @Body Work work) {
        Claimed message = work.message();
        Failure failure = Failures.of(thrown);
        boolean othersPass = gate.noteFailure(message.id());
        boolean costs = costsAttempt(thrown, othersPass);
        if (costs && isLastAttempt(message)) {
            return deadAlone(message, failure, work, thrown);
        }
        boolean failsAlone = othersPass || message.attempts() > 0;
        if (gate.noteRefusal(message.id(), failure.sentence(), failsAlone, patience.probe())) {
            LOG.error(
                    "Delivery is paused as a whole: {} It tries again every {}.",
                    failure.sentence(),
                    DurationStyle.SIMPLE.print(patience.probe()));
        }
        Instant now = ledger.now();
        Instant again = gate.nextTry(now)
                .orElseGet(() -> later(now.plus(patience.probe()), now.plus(backOff(message.attempts()))));
        return dueAgain(message, again, failure, costs, thrown);
    }

    /** As long as the other message rests until the platform shows what it wrote, and at no cost. */
    private Ended waitFor(WaitingFailure waiting, Claimed message, Failure failure) {
        gate.forget(message.id());
        Instant now = ledger.now();
        Instant again = later(now.plus(patience.initial()), now.plus(patience.settle()));
        return written(
                ledger.waitUntil(message, again, failure, waiting.foundAnothers(), left(waiting)),
                new Ended(message, Fate.DUE_AGAIN, List.of(), failure, again));
    }

    private static boolean mayHaveWritten(Throwable thrown) {
        return thrown instanceof DeliveryFailure failure && failure.mayHaveWritten();
    }

    private static boolean costsAttempt(Throwable thrown, boolean othersPass) {
        return thrown instanceof DeliveryFailure failure
                && failure.kind().attempt().applies(othersPass);
    }

    private Ended dueAgain(Claimed message, Instant again, Failure failure, boolean attempt, Throwable thrown) {
        Result left = left(thrown);
        boolean isWritten = mayHaveWritten(thrown)
                ? ledger.retryInDoubt(message, again, failure, attempt, left)
                : ledger.retryAt(message, again, failure, attempt, left);
        return written(isWritten, new Ended(message, Fate.DUE_AGAIN, List.of(), failure, again));
    }

    /** Tells whoever listens, once an end, and only of ends that stand in the ledger. */
    private Ended written(boolean written, Ended ended) {
        if (written) {
            events.publishEvent(ended);
        } else {
            LOG.warn(
                    "Message #{} was taken over meanwhile, for it was in work too long here: its end is the other worker's to"
                            + " write",
                    ended.message().id());
        }
        return ended;
    }

    private Result result(Draft draft, DeliveryOutcome outcome) {
        if (draft == null || draft.mapped() == null) {
            return new Result(null, null, pack.id(), null, null)
                    .withIssues(issues(draft == null ? List.of() : draft.issues()));
        }
        return new Result(
                        draft.mapped().mapping(),
                        draft.mapped().mappingVersion(),
                        pack.id(),
                        json.valueToTree(draft.filled()),
                        outcome == null ? null : json.valueToTree(outcome.placed()),
                        unmapped(draft))
                .withIssues(issues(draft.issues()));
    }

    /** Null when there are none. */
    private JsonNode issues(List<Issue> issues) {
        return issues.isEmpty() ? null : json.valueToTree(issues);
    }

    private static List<String> warnings(List<Issue> issues) {
        return issues.stream().filter(Issue::isWarning).map(Issue::code).toList();
    }

    /** Null when no mapping ran to its end: what was counted before stays. */
    private static Set<UnmappedCode> unmapped(Draft draft) {
        if (draft.mapped().mappingVersion() == null) {
            return null;
        }
        return draft.unmapped().stream()
                .map(code -> new UnmappedCode(code.table(), code.source(), code.code()))
                .collect(Collectors.toSet());
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
