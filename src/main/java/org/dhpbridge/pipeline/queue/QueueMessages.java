package org.dhpbridge.pipeline.queue;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.springrabbit.SpringRabbitMQConstants;
import org.dhpbridge.source.Digests;
import org.dhpbridge.source.UnreadableFileException;
import org.springframework.stereotype.Component;

/**
 * What a broker's message is for the pipeline: its bytes as the body, and as exchange properties {@code file} (queue and id,
 * for people) and {@code occasion} (what tells it from another message with equal rows, the same when it is redelivered).
 */
@Component("queueMessages")
public class QueueMessages {

    private static final int LONGEST_ID = 100;

    /**
     * @param message a text, which is read as such whatever character set the source has, or bytes; another kind is to
     *     become a dead letter (property {@code refused})
     * @throws JMSException when the broker's client cannot read it
     */
    public byte[] jms(@Body Message message, @ExchangeProperty("queue") String queue, Exchange exchange)
            throws JMSException {
        identify(exchange, queue, message.getJMSMessageID());
        if (message instanceof TextMessage text) {
            exchange.setProperty("charset", StandardCharsets.UTF_8.name());
            return text.getText() == null ? new byte[0] : text.getText().getBytes(StandardCharsets.UTF_8);
        }
        if (message instanceof BytesMessage bytes) {
            byte[] body = new byte[Math.toIntExact(bytes.getBodyLength())];
            bytes.readBytes(body);
            return body;
        }
        exchange.setProperty(
                "refused",
                new UnreadableFileException(
                        "message-kind",
                        "The queue's message is a " + OtherContent.kind(message)
                                + "; this source takes text messages and bytes messages. Have its sender send one of these."));
        return OtherContent.of(message);
    }

    /** @param id what the sender wrote as message_id; null when it wrote none */
    public void rabbit(
            @ExchangeProperty("queue") String queue,
            @Header(SpringRabbitMQConstants.MESSAGE_ID) String id,
            Exchange exchange) {
        identify(exchange, queue, id);
    }

    public void kafka(
            @Header(KafkaConstants.TOPIC) String topic,
            @Header(KafkaConstants.PARTITION) int partition,
            @Header(KafkaConstants.OFFSET) long offset,
            Exchange exchange) {
        exchange.setProperty("file", topic + " " + partition + ":" + offset);
        exchange.setProperty("occasion", topic + "-" + partition + "-" + offset);
    }

    private static void identify(Exchange exchange, String queue, String id) {
        boolean given = id != null && !id.isBlank();
        String name = given ? named(id) : "";
        exchange.setProperty("file", given ? queue + " " + name : queue);
        exchange.setProperty("occasion", name);
    }

    /** An id is the sender's text: one that is long, or not fit for a log, goes by its digest. */
    private static String named(String id) {
        boolean plain = id.length() <= LONGEST_ID && id.chars().allMatch(c -> c > ' ' && c < 0x7F);
        return plain ? id : Digests.sha256(id.getBytes(StandardCharsets.UTF_8));
    }
}
