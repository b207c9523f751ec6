package org.dhpbridge.pipeline.queue;

import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.support.converter.MessageConversionException;
import org.springframework.amqp.support.converter.MessageConverter;
import org.springframework.stereotype.Component;

/** The bytes of a RabbitMQ message as they are, whatever its content type says: no Java object is made of them. */
@Component("rabbitBytes")
public class RabbitBytes implements MessageConverter {

    @Override
    public Object fromMessage(Message message) {
        return message.getBody();
    }

    @Override
    public Message toMessage(Object object, MessageProperties properties) {
        throw new MessageConversionException("The bridge sends no messages to RabbitMQ");
    }
}
