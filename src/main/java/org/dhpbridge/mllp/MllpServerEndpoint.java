package org.dhpbridge.mllp;

import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.springframework.context.ApplicationEventPublisher;

/** A port that takes MLLP frames; consumer only. The route ends with an {@link MllpAnswer} as its body, else the connection is closed. */
public final class MllpServerEndpoint extends DefaultEndpoint {

    /** Exchange header: the sender's address, as {@code /10.1.2.3:40112}. */
    public static final String REMOTE_ADDRESS = "MllpRemoteAddress";

    /**
     * @param allowed from where connections are taken
     * @param connections how many senders at a time
     * @param idle milliseconds between two frames
     * @param patience milliseconds for the rest of a frame
     * @param limit of a frame, in bytes
     * @param tls null for plain TCP
     */
    record PortSettings(
            String address,
            int port,
            String source,
            AllowedSenders allowed,
            int connections,
            int idle,
            int patience,
            int limit,
            SSLContextParameters tls) {}

    private final PortSettings settings;
    private final ApplicationEventPublisher events;

    MllpServerEndpoint(String uri, Component component, ApplicationEventPublisher events, PortSettings settings) {
        super(uri, component);
        this.events = events;
        this.settings = settings;
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("mllp-server only receives");
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        MllpServerConsumer consumer = new MllpServerConsumer(this, processor, settings, events);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public boolean isLenientProperties() {
        return false;
    }
}
