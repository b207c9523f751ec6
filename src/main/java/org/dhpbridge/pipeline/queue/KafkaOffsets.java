package org.dhpbridge.pipeline.queue;

import org.apache.camel.Header;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.springframework.stereotype.Component;

/** How far a consumer group is with a topic. */
@Component("kafkaOffsets")
public class KafkaOffsets {

    /**
     * The record is in the ledger: the group goes on behind it.
     *
     * @throws org.apache.kafka.common.KafkaException when Kafka does not take that, as from a bridge that it has put out of
     *     the group; the record comes again and is recognised
     */
    public void commit(@Header(KafkaConstants.MANUAL_COMMIT) KafkaManualCommit commit) {
        commit.commit();
    }
}
