package org.dhpbridge.delivery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dhpbridge.kernel.StableId;

/**
 * What a message wants on the platform.
 *
 * @param eventTime when the source says that this was so; null when it does not say, then nothing is found superseded
 * @param resources FHIR R5 resources, each with a local {@code id} and at least one business {@code identifier}; they
 *     refer to each other as {@code Type/<local id>}. Not changed by the delivery
 * @param takenBack what the message takes back without a value in its place, by resource ({@code Encounter/<local id>}):
 *     elements, as {@code actualPeriod.end} of a cancelled discharge; {@code status} lets a visit that was over go on. What
 *     a message merely does not say stays
 * @param ids that were made of names, each after those that its name holds. A record whose identifier holds one that was made of
 *     its patient's id is found by what the identifier would be for each other number of the patient, too
 */
public record DeliveryRequest(
        OffsetDateTime eventTime, List<ObjectNode> resources, Map<String, Set<String>> takenBack, List<StableId> ids) {

    /** A message that takes nothing back. */
    public DeliveryRequest(OffsetDateTime eventTime, List<ObjectNode> resources) {
        this(eventTime, resources, Map.of(), List.of());
    }
}
