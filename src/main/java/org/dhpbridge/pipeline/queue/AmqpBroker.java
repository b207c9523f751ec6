package org.dhpbridge.pipeline.queue;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.apache.qpid.jms.policy.JmsDefaultPrefetchPolicy;
import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.pipeline.ParameterText;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.jms.support.destination.DestinationResolver;

/** A broker that speaks AMQP 1.0. It takes the queue's name as it is written: RabbitMQ has {@code /queues/<name>}. */
public final class AmqpBroker extends Broker implements DestinationResolver {

    /** Few, for a message that waits here is locked for the others, at Azure Service Bus for a minute only. */
    private static final int WAITING_HERE = 5;

    private final SslBundles bundles;
    private String bundle = "";
    private String queue = "";

    public AmqpBroker(SslBundles bundles, HomeFiles files) {
        super(files);
        this.bundles = bundles;
    }

    public void setTls(String value) {
        bundle = ParameterText.bundle(value);
    }

    public void setQueue(String value) {
        queue = ParameterText.of(value);
    }

    @Override
    ConnectionFactory client(String address) {
        JmsConnectionFactory factory = new JmsConnectionFactory(address);
        if (!address.contains("jms.prefetchPolicy")) {
            JmsDefaultPrefetchPolicy prefetch = new JmsDefaultPrefetchPolicy();
            prefetch.setAll(WAITING_HERE);
            factory.setPrefetchPolicy(prefetch);
        }
        if (!bundle.isBlank()) {
            factory.setSslContext(bundles.getBundle(bundle).createSslContext());
        }
        return factory;
    }

    @Override
    String example() {
        return "amqp://host:5672 or amqps://host:5671";
    }

    @Override
    public Destination resolveDestinationName(Session session, String name, boolean isTopic) throws JMSException {
        return session.createQueue(queue);
    }
}
