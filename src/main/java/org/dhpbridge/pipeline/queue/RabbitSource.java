package org.dhpbridge.pipeline.queue;

import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.component.springrabbit.SpringRabbitMQConstants;
import org.dhpbridge.pipeline.Arrival;
import org.dhpbridge.pipeline.WireBody;
import org.dhpbridge.source.SourceFiles;

/** A queue of RabbitMQ. */
public final class RabbitSource extends QueueSource {

    public RabbitSource(SourceFiles files) {
        super(files);
    }

    /** @param id what the sender wrote as message_id; null when it wrote none */
    public Arrival open(@Body byte[] body, @Header(SpringRabbitMQConstants.MESSAGE_ID) String id, Exchange exchange) {
        return open(WireBody.of(body, place(id), occasion(id)), exchange);
    }
}
