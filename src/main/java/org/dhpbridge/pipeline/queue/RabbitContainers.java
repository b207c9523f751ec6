package org.dhpbridge.pipeline.queue;

import org.aopalliance.aop.Advice;
import org.apache.camel.component.springrabbit.DefaultListenerContainerFactory;
import org.apache.camel.component.springrabbit.SpringRabbitMQEndpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.stereotype.Component;

/**
 * RabbitMQ consumers that give back what they cannot take in. Camel's own try a message a few times and then reject it, for
 * ever when the queue has no dead letter exchange; Spring's error handler rejects what fails in a way that it calls fatal,
 * and may log the message.
 */
@Component("rabbitContainers")
public class RabbitContainers extends DefaultListenerContainerFactory {

    private static final Logger LOG = LoggerFactory.getLogger(RabbitContainers.class);

    @Override
    public AbstractMessageListenerContainer createListenerContainer(SpringRabbitMQEndpoint endpoint) {
        AbstractMessageListenerContainer container = super.createListenerContainer(endpoint);
        container.setAdviceChain(new Advice[0]);
        container.setDefaultRequeueRejected(true);
        container.setErrorHandler(failure -> LOG.warn(
                "A message of {} goes back into the queue ({})",
                endpoint.getQueues(),
                NestedExceptionUtils.getMostSpecificCause(failure).getClass().getName()));
        return container;
    }
}
