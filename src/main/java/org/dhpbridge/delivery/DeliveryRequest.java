package org.dhpbridge.delivery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * What a message wants on the platform.
 *
 * @param messageId the message in the ledger; for logs
 * @param eventTime when the source says that this was so; null when it does not say, then nothing is found superseded
 * @param resources FHIR R5 resources, each with a local {@code id} and at least one business {@code identifier}; they
 *     refer to each other as {@code Type/<local id>}. Not changed by the delivery
 */
public record DeliveryRequest(long messageId, OffsetDateTime eventTime, List<ObjectNode> resources) {}
