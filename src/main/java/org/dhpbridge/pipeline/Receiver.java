package org.dhpbridge.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.dhpbridge.ledger.Failure;
import org.dhpbridge.ledger.Ledger;
import org.dhpbridge.ledger.NewMessage;
import org.dhpbridge.ledger.Received;
import org.dhpbridge.ledger.SubjectKey;
import org.dhpbridge.mapping.Mappings;
import org.dhpbridge.mapping.MessageIdentity;
import org.dhpbridge.source.MessageReader;
import org.dhpbridge.source.RawMessage;
import org.dhpbridge.source.SourceItem;
import org.dhpbridge.source.SourceProblem;
import org.dhpbridge.source.UnreadableMessageException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Makes ledger messages of what a source holds: whom each is about, and when it happened. */
@Component("receiver")
public class Receiver {

    private static final String REFUSED = "processing-id";

    private final MessageReader reader;
    private final Mappings mappings;
    private final Ledger ledger;
    private final ApplicationEventPublisher events;
    private final BusinessKeys keys;

    Receiver(
            MessageReader reader,
            Mappings mappings,
            Ledger ledger,
            ApplicationEventPublisher events,
            ObjectProvider<KeySearch> search) {
        this.keys = new BusinessKeys(search.getIfAvailable() != null);
        this.reader = reader;
        this.mappings = mappings;
        this.ledger = ledger;
        this.events = events;
    }

    /** Makes one message of each item; what cannot be read is dead on arrival, with its bytes kept. */
    public IdentifiedBatch identify(@Body SourceBatch batch) {
        Arrival arrival = batch.arrival();
        String source = arrival.source().name();
        List<NewMessage> messages = new ArrayList<>(batch.items().size());
        for (SourceItem item : batch.items()) {
            NewMessage message = item instanceof SourceProblem problem
                    ? dead(
                            problem.raw(),
                            source,
                            arrival.place(),
                            new Failure(problem.code(), "read", problem.sentence()))
                    : identify((RawMessage) item, source, arrival.place());
            if (message.failure() != null) {
                arrival.tally().dead(message.failure().sentence(), dead(item, message));
            }
            messages.add(message);
        }
        return new IdentifiedBatch(arrival, messages);
    }

    /** A message that a person wrote in the place of another, under that one's source. */
    public NewMessage corrected(RawMessage raw, String source, NewMessage.Correction correction) {
        return identify(raw, source, "correction of #" + correction.corrects()).correcting(correction);
    }

    /** Returns when the messages are in the ledger, all of them, and survive a power cut. */
    public void keep(@Body IdentifiedBatch batch) {
        Received received = ledger.receive(batch.messages());
        batch.arrival().kept();
        events.publishEvent(new Arrived(batch.arrival(), received));
    }

    /** Everything of it is in the ledger: the source may be acknowledged. */
    public void done(@Body Arrival arrival, Exchange exchange) {
        arrival.close();
        arrival.done(exchange);
        events.publishEvent(new ArrivalEnded(arrival));
    }

    /** It cannot be read, or not to its end; what was read before is in the ledger. */
    public void unreadable(
            @Body Arrival arrival,
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) RuntimeException why,
            Exchange exchange) {
        arrival.close();
        String reason = arrival.failed(why, exchange);
        if (reason != null) {
            events.publishEvent(new ArrivalFailed(arrival.source().name(), reason));
        }
    }

    /** A fault of the bridge, of the disk or of the ledger: what arrived stays where it is and is tried again. */
    public void failed(@ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Throwable thrown, Exchange exchange) {
        events.publishEvent(failure(thrown, exchange, false));
    }

    /** The same of what a sender was told to keep and send again. */
    public void notKept(@ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Throwable thrown, Exchange exchange) {
        events.publishEvent(failure(thrown, exchange, true));
    }

    private static ReceivingFailed failure(Throwable thrown, Exchange exchange, boolean answered) {
        return exchange.getMessage().getBody() instanceof Arrival arrival
                ? new ReceivingFailed(arrival.source().name(), arrival.place(), thrown, answered)
                : new ReceivingFailed(exchange.getFromRouteId(), null, thrown, answered);
    }

    private NewMessage identify(RawMessage raw, String source, String file) {
        try {
            ObjectNode tree = reader.read(raw.contentType(), raw.payload());
            MessageIdentity identity = mappings.identify(tree);
            NewMessage message = new NewMessage(
                            source,
                            raw.key(),
                            raw.contentType(),
                            raw.payload(),
                            location(file, raw),
                            identity.mapping(),
                            identity.subject() == null ? null : SubjectKey.hash(identity.subject()),
                            identity.eventTime() == null
                                    ? null
                                    : identity.eventTime().toInstant(),
                            null,
                            keys.of(tree, file))
                    .sentBy(Sender.of(tree));
            return mappings.refusal(tree, source)
                    .map(sentence -> message.dead(new Failure(REFUSED, "receive", sentence)))
                    .orElse(message);
        } catch (UnreadableMessageException e) {
            return dead(raw, source, file, Failures.of(e));
        }
    }

    private static Tally.Dead dead(SourceItem item, NewMessage message) {
        if (message.failure().code().equals(REFUSED)) {
            return Tally.Dead.REFUSED;
        }
        boolean isMessage = !(item instanceof SourceProblem problem) || problem.isMessage();
        return isMessage ? Tally.Dead.UNREADABLE : Tally.Dead.NO_MESSAGE;
    }

    private NewMessage dead(RawMessage raw, String source, String file, Failure failure) {
        return new NewMessage(
                source,
                raw.key(),
                raw.contentType(),
                raw.payload(),
                location(file, raw),
                null,
                null,
                null,
                failure,
                keys.of(null, file));
    }

    private static String location(String file, RawMessage raw) {
        return file == null ? raw.location() : file + ", " + raw.location();
    }
}
