package org.dhpbridge.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.dhpbridge.delivery.Plan.Rules;
import org.dhpbridge.delivery.wire.FhirGateway;
import org.dhpbridge.ledger.Claimed;
import org.dhpbridge.ledger.Links;
import org.dhpbridge.ledger.Links.Key;

/**
 * Delivers a message's resources in three steps: look ({@link Look}: all that is asked of platform and link register), plan
 * ({@link Plan}: the decision, pure), write ({@link Write}). When somebody else was faster it begins again.
 *
 * <p>Delivering the same request again is always safe: every attempt looks up what is there before it sends anything, so
 * what an earlier attempt wrote, its answer lost or half of it done, is found and not written twice. Safe for many
 * threads; the caller sees to it that one message a subject is delivered at a time.
 */
public class Delivery {

    /** Two deliveries that number measurements of one patient at once need a second look; more is a fault of the platform. */
    private static final int MOST_LOOKS = 5;

    private final FhirGateway gateway;
    private final DeliverySettings settings;
    private final Links register;
    private final Rules rules;
    private final ServerOffer offer;
    private final Look look;
    private final Write write;
    private final Hold.Known known = new Hold.Known();

    Delivery(FhirGateway gateway, DeliverySettings settings, Links register, Rules rules, ServerOffer offer) {
        this.gateway = gateway;
        this.settings = settings;
        this.register = register;
        this.rules = rules;
        this.offer = offer;
        this.look = new Look(gateway, settings, register, offer);
        this.write = new Write(gateway, settings, rules);
    }

    /**
     * @param claim of the message: what is held of the link register is held for it, until it ends
     * @return what became of each resource, and the links to be kept with the end of the message
     * @throws DeliveryFailure one of its kinds, with the links of what was written until then, as far as it is known
     */
    public DeliveryOutcome deliver(DeliveryRequest request, Claimed claim) {
        Progress progress = new Progress(eventTime(request), Doubts.in(claim.issues()));
        Hold hold = new Hold(register, known, claim);
        try {
            Batch batch = batch(request);
            boolean mustBeThere = false;
            for (int overtaken = 0; overtaken <= settings.conflictRetries(); ) {
                Write.End end = attempt(batch, hold, progress, mustBeThere);
                if (end == Write.End.DONE) {
                    return progress.outcome(batch);
                }
                overtaken += end == Write.End.OVERTAKEN ? 1 : 0;
                mustBeThere = end == Write.End.PLACELESS;
                if (!mustBeThere) {
                    hold.free();
                }
            }
            throw new PlaceFailure(
                    "What this message is about kept changing on " + gateway.base()
                            + " while it was being delivered; it will be tried again.",
                    412,
                    null);
        } catch (PlaceFailure failure) {
            // what was taken without a word where it is, was not looked up either: it is there, and no link tells of it
            throw ended(progress.isPlaceless() ? failure.afterWrite() : failure, progress, hold);
        } catch (DeliveryFailure failure) {
            throw ended(failure, progress, hold);
        }
    }

    private static DeliveryFailure ended(DeliveryFailure failure, Progress progress, Hold hold) {
        boolean mayHaveWritten = failure.mayHaveWritten();
        progress.settleWarnings(hold, mayHaveWritten);
        return failure.after(
                progress.links(), progress.conversation(), progress.doubts(mayHaveWritten), progress.isLookedUp());
    }

    /** @param mustBeThere whether all that was created is there, somewhere: then to create any again would double it */
    private Write.End attempt(Batch message, Hold hold, Progress progress, boolean mustBeThere) {
        try {
            Looked looked = see(message, hold, progress);
            Batch batch = looked.batch();
            Seen seen = looked.seen();
            if (!seen.gone().isEmpty()) {
                progress.addGone(seen.gone());
                return Write.End.OVERTAKEN;
            }
            Planner planner = new Planner(batch, seen, progress.eventTime(), rules);
            Plan plan = planner.plan();
            progress.lookedUp();
            if (mustBeThere && !plan.creates().isEmpty()) {
                throw new UnclearFailure(
                        gateway.base()
                                + " took the transaction but its answer does not say where the resources are; they will be looked up.");
            }
            if (planner.takesForOthers()) {
                hold.requireNothingInDoubt();
            }
            return write.write(plan, batch, hold, progress);
        } catch (Hold.Crossed another) {
            return Write.End.OVERTAKEN;
        } catch (MessageFailure found) {
            throw found.answered();
        }
    }

    /**
     * What was looked at.
     *
     * @param batch the message, with the numbers by which its records are known
     */
    private record Looked(Batch batch, Seen seen) {}

    /** A result that has the number of another measurement is looked up once more, under a number of its own, until each is its own. */
    private Looked see(Batch message, Hold hold, Progress progress) {
        Set<Key> gone = progress.gone();
        Batch batch = message;
        Seen seen = look.at(batch, hold, gone, progress.eventTime());
        for (int looks = 0; looks < MOST_LOOKS; looks++) {
            Map<BatchEntry, Key> numbers =
                    seen.gone().isEmpty() ? look.measurements(batch, seen, hold, gone) : Map.of();
            if (numbers.isEmpty()) {
                return new Looked(batch, seen);
            }
            batch = batch.numbered(numbers);
            seen = look.at(batch, hold, gone, progress.eventTime());
        }
        throw new PlaceFailure(
                "Measurements that share a number kept changing on " + gateway.base()
                        + " while they were looked up; the message will be tried again.",
                412,
                null);
    }

    /**
     * What {@link #deliver} would do now: the plan. Reads on the platform, and writes neither there nor into the link
     * register.
     *
     * @param issues what earlier attempts had to say, as {@link Claimed#issues}; null for nothing
     * @throws DeliveryFailure as {@link #deliver} would
     */
    public Preview preview(DeliveryRequest request, JsonNode issues) {
        Batch batch = batch(request);
        Doubts earlier = new Doubts(Doubts.in(issues));
        Progress progress = new Progress(eventTime(request), earlier.issues());
        Looked looked = see(batch, new Hold(register, known, null), progress);
        while (!looked.seen().gone().isEmpty()) {
            progress.addGone(looked.seen().gone());
            looked = see(batch, new Hold(register, known, null), progress);
        }
        Plan plan = new Planner(looked.batch(), looked.seen(), progress.eventTime(), rules).plan();
        return new Preview(
                plan.steps().stream().map(Planned::of).toList(),
                earlier.with(plan).issues());
    }

    private Batch batch(DeliveryRequest request) {
        Batch batch = Batch.of(request, rules.merge());
        if (settings.checkCapabilities()) {
            offer.check(batch.entries().stream().map(BatchEntry::type).collect(Collectors.toSet()));
        }
        return batch;
    }

    private static Instant eventTime(DeliveryRequest request) {
        return request.eventTime() == null ? null : request.eventTime().toInstant();
    }
}
