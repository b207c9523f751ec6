package org.dhpbridge.pipeline;

import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.dhpbridge.ledger.Identified;
import org.dhpbridge.ledger.Ledger;
import org.dhpbridge.ledger.LedgerMessage;
import org.dhpbridge.ledger.SubjectKey;
import org.dhpbridge.mapping.Mappings;
import org.dhpbridge.mapping.MessageIdentity;
import org.dhpbridge.source.MessageReader;
import org.dhpbridge.source.UnreadableMessageException;
import org.dhpbridge.source.hl7.Hl7Reader;
import org.springframework.stereotype.Component;

/** Works out anew what a received message is about, with the settings and files of today. */
@Component
class Identification {

    private final Ledger ledger;
    private final MessageReader reader;
    private final Mappings mappings;
    private final CamelContext camel;

    Identification(Ledger ledger, MessageReader reader, Mappings mappings, CamelContext camel) {
        this.ledger = ledger;
        this.reader = reader;
        this.mappings = mappings;
        this.camel = camel;
    }

    /** Empty when the message cannot be read, or is gone: it then stays what it was received as. */
    Optional<Identified> again(LedgerMessage message) {
        return ledger.payload(message.id()).flatMap(payload -> identified(message, payload));
    }

    private Optional<Identified> identified(LedgerMessage message, byte[] payload) {
        String contentType = contentType(message, payload);
        try {
            MessageIdentity identity = mappings.identify(reader.read(contentType, payload));
            return Optional.of(new Identified(
                    contentType,
                    identity.mapping(),
                    SubjectKey.hash(identity.subject()),
                    identity.eventTime() == null ? null : identity.eventTime().toInstant()));
        } catch (UnreadableMessageException stillNot) {
            return Optional.empty();
        }
    }

    /** With the character set that the message's source has by now; rows were decoded when they were received. */
    String contentType(LedgerMessage message, byte[] payload) {
        return message.contentType().startsWith(Hl7Reader.MEDIA_TYPE)
                ? charset(message.source())
                        .map(charset -> Hl7Reader.contentType(message.contentType(), payload, charset))
                        .orElse(message.contentType())
                : message.contentType();
    }

    /** Empty when the bridge has no such source any more, or its template knows no character set. */
    private Optional<String> charset(String source) {
        return camel.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinitions().stream()
                .map(route -> route.getTemplateParameters())
                .filter(parameters -> parameters != null && source.equals(parameters.get("name")))
                .map(parameters -> parameters.get("charset"))
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .findFirst();
    }
}
