package org.dhpbridge.mllp;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Camel component {@code mllp-server:ADDRESS:PORT}: consumes HL7v2 messages in MLLP frames. Parameters: {@code source} (name for
 * log and metric), {@code allow} (addresses and networks), {@code connections}, {@code idle} and {@code patience} (milliseconds), {@code limit} (bytes), {@code
 * sslContextParameters}. The body is the frame's bytes, the header {@link MllpServerEndpoint#REMOTE_ADDRESS} says who sent it;
 * the {@link MllpAnswer} is sent back.
 */
@Component("mllp-server")
class MllpServerComponent extends DefaultComponent {

    private final ApplicationEventPublisher events;

    MllpServerComponent(ApplicationEventPublisher events) {
        this.events = events;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        int colon = remaining.lastIndexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("mllp-server needs an address and a port, as mllp-server:0.0.0.0:2575");
        }
        return new MllpServerEndpoint(
                uri,
                this,
                events,
                new MllpServerEndpoint.PortSettings(
                        remaining.substring(0, colon).replace("[", "").replace("]", ""),
                        number("port", remaining.substring(colon + 1)),
                        getAndRemoveParameter(parameters, "source", String.class, remaining),
                        AllowedSenders.of(getAndRemoveParameter(parameters, "allow", String.class, "")),
                        positive(parameters, "connections", 50),
                        positive(parameters, "idle", 600_000),
                        positive(parameters, "patience", 15_000),
                        positive(parameters, "limit", 16 << 20),
                        resolveAndRemoveReferenceParameter(
                                parameters, "sslContextParameters", SSLContextParameters.class)));
    }

    private int positive(Map<String, Object> parameters, String name, int usual) {
        String text = getAndRemoveParameter(parameters, name, String.class);
        int value = text == null ? usual : number(name, text);
        if (value <= 0) {
            throw new IllegalArgumentException(name + " of an HL7 port must be a whole number above 0.");
        }
        return value;
    }

    private static int number(String name, String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " of an HL7 port must be a whole number.", e);
        }
    }
}
