package org.dhpbridge.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.dhpbridge.ledger.Failure;
import org.dhpbridge.ledger.Ledger;
import org.dhpbridge.ledger.NewMessage;
import org.dhpbridge.ledger.Received;
import org.dhpbridge.ledger.SubjectKey;
import org.dhpbridge.mapping.Identity;
import org.dhpbridge.mapping.Mappings;
import org.dhpbridge.source.MessageReader;
import org.dhpbridge.source.RawMessage;
import org.dhpbridge.source.SourceItem;
import org.dhpbridge.source.SourceProblem;
import org.dhpbridge.source.UnreadableMessageException;
import org.springframework.beans.factory.annotation.Value;
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
            @Value("${dhp.console.enabled:false}") boolean searchable) {
        this.keys = new BusinessKeys(searchable);
        this.reader = reader;
        this.mappings = mappings;
        this.ledger = ledger;
        this.events = events;
    }

    /** @return when the messages are in the ledger, all of them, and survive a power cut: the source may be acknowledged */
    public Received keep(@Body List<NewMessage> messages, @ExchangeProperty("source") String source) {
        Received received = ledger.receive(messages);
        events.publishEvent(new Arrived(source, received));
        return received;
    }

    /** @return one message for each item; what cannot be read is dead on arrival, with its bytes kept */
    public List<NewMessage> identify(
            @Body List<SourceItem> items,
            @ExchangeProperty("source") String source,
            @ExchangeProperty("file") String file,
            @ExchangeProperty("tally") Tally tally) {
        List<NewMessage> messages = new ArrayList<>(items.size());
        for (SourceItem item : items) {
            NewMessage message = item instanceof SourceProblem problem
                    ? dead(problem.raw(), source, file, new Failure(problem.code(), "read", problem.sentence()))
                    : identify((RawMessage) item, source, file);
            if (message.failure() != null) {
                tally.dead(message.failure().sentence(), item instanceof SourceProblem || isRefused(message));
            }
            messages.add(message);
        }
        return messages;
    }

    private NewMessage identify(RawMessage raw, String source, String file) {
        try {
            ObjectNode tree = reader.read(raw.contentType(), raw.payload());
            Identity identity = mappings.identify(tree);
            return new NewMessage(
                    source,
                    raw.key(),
                    raw.contentType(),
                    raw.payload(),
                    location(file, raw),
                    identity.mapping(),
                    identity.subject() == null ? null : SubjectKey.hash(identity.subject()),
                    identity.eventTime() == null ? null : identity.eventTime().toInstant(),
                    mappings.refusal(tree, source)
                            .map(sentence -> new Failure(REFUSED, "receive", sentence))
                            .orElse(null),
                    keys.of(tree, file));
        } catch (UnreadableMessageException e) {
            return dead(raw, source, file, Failures.of(e));
        }
    }

    /** An HL7 port answers such a message as one that is not for us. */
    private static boolean isRefused(NewMessage message) {
        return message.failure().code().equals(REFUSED);
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
