package org.dhpbridge.pipeline.queue;

import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.component.kafka.KafkaConstants;
import org.dhpbridge.pipeline.Arrival;
import org.dhpbridge.pipeline.WireBody;
import org.dhpbridge.pipeline.WireSource;
import org.dhpbridge.source.SourceFiles;

/** A topic of Kafka. A record is known by topic, partition and offset. */
public final class KafkaSource extends WireSource {

    public KafkaSource(SourceFiles files) {
        super(files);
    }

    /** @param body null for a record without a value */
    public Arrival open(
            @Body byte[] body,
            @Header(KafkaConstants.TOPIC) String topic,
            @Header(KafkaConstants.PARTITION) int partition,
            @Header(KafkaConstants.OFFSET) long offset,
            Exchange exchange) {
        String place = topic + " " + partition + ":" + offset;
        return open(WireBody.of(body, place, topic + "-" + partition + "-" + offset), exchange);
    }
}
