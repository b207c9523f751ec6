package org.dhpbridge.pipeline.queue;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.dhpbridge.pipeline.Arrival;
import org.dhpbridge.pipeline.WireBody;
import org.dhpbridge.source.SourceFiles;
import org.dhpbridge.source.UnreadableFileException;

/** A queue whose client speaks JMS. */
public final class JmsSource extends QueueSource {

    public JmsSource(SourceFiles files) {
        super(files);
    }

    /**
     * @param message a text, which is read as such whatever character set the source has, or bytes; another kind becomes a dead
     *     letter
     * @throws JMSException when the broker's client cannot read it
     */
    public Arrival open(Message message, Exchange exchange) throws JMSException {
        return open(body(message), exchange);
    }

    private WireBody body(Message message) throws JMSException {
        String id = message.getJMSMessageID();
        String place = place(id);
        String occasion = occasion(id);
        if (message instanceof TextMessage text) {
            byte[] bytes = text.getText() == null ? new byte[0] : text.getText().getBytes(StandardCharsets.UTF_8);
            return new WireBody(bytes, true, place, occasion, null);
        }
        if (message instanceof BytesMessage body) {
            byte[] bytes = new byte[Math.toIntExact(body.getBodyLength())];
            body.readBytes(bytes);
            return new WireBody(bytes, false, place, occasion, null);
        }
        return new WireBody(
                OtherContent.of(message),
                false,
                place,
                occasion,
                new UnreadableFileException(
                        "message-kind",
                        "The queue's message is a " + OtherContent.kind(message)
                                + "; this source takes text messages and bytes messages. Have its sender send one of these."));
    }
}
