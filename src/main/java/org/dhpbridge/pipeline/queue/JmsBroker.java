package org.dhpbridge.pipeline.queue;

import jakarta.jms.ConnectionFactory;
import org.apache.activemq.RedeliveryPolicy;
import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.pipeline.ParameterText;

/** ActiveMQ Artemis ({@code broker=artemis}) or ActiveMQ ({@code broker=activemq}), each by its own client. */
public final class JmsBroker extends Broker {

    private static final String ACTIVEMQ = "activemq";
    private static final int WAITING_HERE = 10;

    private String broker = "artemis";

    public JmsBroker(HomeFiles files) {
        super(files);
    }

    public void setBroker(String value) {
        broker = ParameterText.of(value);
    }

    @Override
    ConnectionFactory client(String address) {
        return broker.equals(ACTIVEMQ)
                ? activeMq(address)
                : new org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory(address);
    }

    @Override
    String example() {
        return "tcp://host:61616";
    }

    /** Its client counts deliveries, and would put a message aside after six: it stays in the queue instead. */
    private static ConnectionFactory activeMq(String address) {
        org.apache.activemq.ActiveMQConnectionFactory factory =
                new org.apache.activemq.ActiveMQConnectionFactory(address);
        if (!address.contains("redeliveryPolicy.maximumRedeliveries")) {
            factory.getRedeliveryPolicy().setMaximumRedeliveries(RedeliveryPolicy.NO_MAXIMUM_REDELIVERIES);
        }
        if (!address.contains("prefetchPolicy")) {
            factory.getPrefetchPolicy().setQueuePrefetch(WAITING_HERE);
        }
        return factory;
    }
}
