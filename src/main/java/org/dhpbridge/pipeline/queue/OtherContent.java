package org.dhpbridge.pipeline.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageEOFException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.StreamMessage;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.util.ByteSequence;
import org.dhpbridge.kernel.ExactJson;

/** The content of JMS messages that are neither text nor bytes, as bytes that a dead letter keeps. */
final class OtherContent {

    private static final ObjectMapper JSON = ExactJson.mapper();

    private OtherContent() {}

    static String kind(Message message) {
        return message instanceof MapMessage
                ? "map message"
                : message instanceof StreamMessage
                        ? "stream message"
                        : message instanceof ObjectMessage ? "Java object" : "message without a body";
    }

    /** @return JSON of a map or a stream; a Java object serialized as it came, for none is ever made of it */
    static byte[] of(Message message) throws JMSException {
        if (message instanceof MapMessage map) {
            return json(entries(map));
        }
        if (message instanceof StreamMessage stream) {
            return json(items(stream));
        }
        return message instanceof ObjectMessage ? serialized(message) : new byte[0];
    }

    private static Map<String, Object> entries(MapMessage map) throws JMSException {
        Map<String, Object> entries = new LinkedHashMap<>();
        Enumeration<?> names = map.getMapNames();
        while (names.hasMoreElements()) {
            String name = (String) names.nextElement();
            entries.put(name, map.getObject(name));
        }
        return entries;
    }

    private static List<Object> items(StreamMessage stream) throws JMSException {
        List<Object> items = new ArrayList<>();
        try {
            while (true) {
                items.add(stream.readObject());
            }
        } catch (MessageEOFException end) {
            return items;
        }
    }

    private static byte[] serialized(Message message) {
        if (message instanceof org.apache.activemq.artemis.jms.client.ActiveMQMessage artemis) {
            ActiveMQBuffer body = artemis.getCoreMessage().getReadOnlyBodyBuffer();
            byte[] bytes = new byte[body.readableBytes()];
            body.readBytes(bytes);
            return bytes;
        }
        if (message instanceof org.apache.activemq.command.ActiveMQMessage activeMq) {
            ByteSequence content = activeMq.getContent();
            return content == null ? new byte[0] : content.toArray();
        }
        if (message instanceof org.apache.qpid.jms.message.JmsMessage amqp
                && amqp.getFacade().encodeMessage() instanceof ByteBuf encoded) {
            return ByteBufUtil.getBytes(encoded);
        }
        throw new IllegalStateException("The content of " + message.getClass().getName() + " cannot be kept");
    }

    private static byte[] json(Object content) {
        try {
            return JSON.writeValueAsBytes(content);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts, numbers and bytes can always be written", e);
        }
    }
}
