package org.dhpbridge.pipeline;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Body;
import org.dhpbridge.conformance.Issue;
import org.dhpbridge.delivery.Delivery;
import org.dhpbridge.delivery.DeliveryFailure;
import org.dhpbridge.delivery.Difference;
import org.dhpbridge.delivery.MessageFailure;
import org.dhpbridge.delivery.Planned;
import org.dhpbridge.delivery.Preview;
import org.dhpbridge.ledger.Failure;
import org.dhpbridge.ledger.Identified;
import org.dhpbridge.ledger.Ledger;
import org.dhpbridge.ledger.LedgerKeyException;
import org.dhpbridge.ledger.LedgerMessage;
import org.dhpbridge.ledger.Result;
import org.dhpbridge.ledger.State;
import org.dhpbridge.mapping.CodeOverlay;
import org.dhpbridge.mapping.Mappings;
import org.dhpbridge.pipeline.DryRun.Attempt;
import org.dhpbridge.pipeline.Replays.From;
import org.dhpbridge.profile.ProfilePack;
import org.dhpbridge.source.RawMessage;
import org.dhpbridge.transform.Draft;
import org.dhpbridge.transform.RejectedException;
import org.dhpbridge.transform.Transform;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Says what a replay would do, by the pipeline's own steps, and writes nothing anywhere. */
@Component("dryRuns")
public class DryRuns {

    /**
     * @param messages each is worked out as if it alone were replayed
     * @param overlay rows over the code tables in place of those that count; null for those that count
     */
    public record DryRunWish(List<LedgerMessage> messages, From from, CodeOverlay overlay) {

        /** With the code tables of today. */
        public DryRunWish(List<LedgerMessage> messages, From from) {
            this(messages, from, null);
        }
    }

    private static final List<Planned> NOTHING = List.of();

    private final Ledger ledger;
    private final Identification identification;
    private final Transform transform;
    private final Mappings mappings;
    private final Delivery delivery;
    private final ProfilePack pack;
    private final ObjectMapper json;

    DryRuns(
            Ledger ledger,
            Identification identification,
            Transform transform,
            Mappings mappings,
            Delivery delivery,
            ProfilePack pack,
            ObjectMapper json) {
        this.ledger = ledger;
        this.identification = identification;
        this.transform = transform;
        this.mappings = mappings;
        this.delivery = delivery;
        this.pack = pack;
        this.json = json;
    }

    /** @return one a message, in their order; those that were purged meanwhile are left out */
    public List<DryRun> look(@Body DryRunWish wish) {
        Transform steps = wish.overlay() == null ? transform : transform.with(mappings.with(wish.overlay()));
        List<DryRun> looked = new ArrayList<>();
        for (LedgerMessage message : wish.messages()) {
            look(message, steps, wish.from()).ifPresent(looked::add);
        }
        return looked;
    }

    private Optional<DryRun> look(LedgerMessage message, Transform steps, From from) {
        Rehearsal rehearsal = new Rehearsal(message, steps);
        try {
            return ledger.payload(message.id()).map(payload -> rehearsal.at(payload, from));
        } catch (LedgerKeyException unread) {
            return Optional.of(rehearsal.unopened(unread));
        }
    }

    /** One message on its way. */
    private final class Rehearsal {

        private final LedgerMessage message;
        private final Transform steps;
        private Identified about;
        private Draft draft;
        private List<Planned> planned = NOTHING;
        private Failure failure;
        private State wouldBe;
        private String platform;

        Rehearsal(LedgerMessage message, Transform steps) {
            this.message = message;
            this.steps = steps;
            this.about = was();
        }

        DryRun at(byte[] payload, From from) {
            try {
                if (from == From.RECEIVE) {
                    about = identification.again(message).orElse(about);
                }
                draft = steps.read(new RawMessage(about.contentType(), payload, "", message.location()));
                draft = steps.map(draft, message.source());
                draft = steps.account(draft);
                draft = steps.fillAbsent(draft);
                draft = steps.check(draft);
                deliver();
            } catch (DataAccessException ofLedger) {
                throw ofLedger;
            } catch (RuntimeException
                    | StackOverflowError e) { // a fault of one message must not hide what becomes of the others
                dead(e);
            }
            return dryRun();
        }

        /** As in the pipeline: not at fault itself, it waits for the key. */
        DryRun unopened(LedgerKeyException why) {
            wouldBe = State.DUE;
            failure = new Failure("key", "read", why.getMessage());
            return dryRun();
        }

        private void deliver() {
            try {
                Preview preview = delivery.preview(
                        Deliverer.request(draft, message.eventTime()),
                        message.result().issues());
                planned = preview.resources();
                draft = draft.checked(preview.doubts());
                boolean overtaken =
                        planned.stream().anyMatch(one -> one.action().equals("superseded"));
                wouldBe = overtaken && planned.stream().noneMatch(Planned::writes) ? State.SUPERSEDED : State.DELIVERED;
            } catch (MessageFailure refused) {
                dead(refused);
            } catch (DeliveryFailure away) {
                wouldBe = State.DUE;
                platform = away.getMessage();
                planned = draft.resources().stream()
                        .map(resource -> new Planned(null, null, null, resource, List.of()))
                        .toList();
            }
        }

        private void dead(Throwable why) {
            wouldBe = State.DEAD;
            failure = Failures.of(why);
            draft = why instanceof RejectedException rejected ? rejected.draft() : draft;
        }

        private List<Issue> issues() {
            List<Issue> issues = new ArrayList<>(draft == null ? List.of() : draft.issues());
            UndoneCorrection.of(ledger, message.id()).ifPresent(issues::add);
            return issues;
        }

        private DryRun dryRun() {
            Attempt was = attempt(was(), message.result(), message.failure());
            Attempt now = attempt(about, result(), failure);
            return new DryRun(
                    message.id(),
                    message.source(),
                    message.location(),
                    message.state().code(),
                    wouldBe.code(),
                    was,
                    now,
                    Difference.between("message", tree(was), tree(now)),
                    json.valueToTree(issues()),
                    json.valueToTree(draft == null ? List.of() : draft.unmapped()),
                    planned,
                    platform);
        }

        private Identified was() {
            return new Identified(
                    message.contentType(), message.result().mapping(), message.subject(), message.eventTime());
        }

        private Result result() {
            return draft == null || draft.mapped() == null
                    ? new Result(about.mapping(), null, pack.id(), null, null)
                    : new Result(
                            Optional.ofNullable(draft.mapped().mapping()).orElse(about.mapping()),
                            draft.mapped().mappingVersion(),
                            pack.id(),
                            json.valueToTree(draft.filled()),
                            null);
        }

        private Attempt attempt(Identified of, Result result, Failure why) {
            return new Attempt(
                    of.contentType(),
                    result.mapping(),
                    result.mappingVersion(),
                    result.pack(),
                    of.subjectKey(),
                    of.eventTime(),
                    DryRun.Error.of(why),
                    result.filled());
        }

        private ObjectNode tree(Attempt attempt) {
            return json.valueToTree(attempt);
        }
    }
}
