package org.dhpbridge.mapping;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dhpbridge.conformance.Issue;
import org.dhpbridge.kernel.StableId;

/**
 * What a message became.
 *
 * @param mapping name of the mapping, as {@code hl7v2/ORU_R01}; null when there is none
 * @param mappingVersion 12 hex digits of SHA-256 over every file that took part; null without a mapping
 * @param subject see {@link MessageIdentity#subject()}
 * @param eventTime see {@link MessageIdentity#eventTime()}
 * @param resources FHIR R5 resources in an order in which none refers to a later one; each has a deterministic {@code id},
 *     a profile and a business identifier; not yet filled or checked
 * @param takenBack what the message takes back without a value in its place, by resource ({@code Encounter/<id>}): elements,
 *     as {@code actualPeriod.end} of a cancelled discharge. What a message merely does not say is not taken back
 * @param ids that the mapping made of names, in that order: what they were made of tells which ids and identifiers would be others
 *     if the patient were named by another number
 * @param unmapped codes that the tables do not translate, each once
 * @param issues what is wrong with the input; an error means that the message cannot be sent
 * @param accounts whether the mapping says which segments or rows its resources carry
 * @param carriers for each segment (by its number in the message) or row (by its line or number) the resources that carry it
 * @param leftOut those that none carries, for a reason that stands in the issues
 */
public record Mapped(
        String mapping,
        String mappingVersion,
        String subject,
        OffsetDateTime eventTime,
        List<ObjectNode> resources,
        Map<String, Set<String>> takenBack,
        List<StableId> ids,
        List<Unmapped> unmapped,
        List<Issue> issues,
        boolean accounts,
        Map<Integer, List<ObjectNode>> carriers,
        Set<Integer> leftOut) {

    /** @param accounts whether the mapping says which segments or rows its resources carry */
    static Mapped of(
            MessageIdentity identity, String mapping, String version, boolean accounts, Made made, MappingRun run) {
        return new Mapped(
                mapping,
                version,
                identity.subject() == null ? made.subject() : identity.subject(),
                identity.eventTime(),
                made.resources(),
                made.takenBack(),
                run.ids(),
                run.unmapped(),
                run.issues(),
                accounts,
                made.carriers(),
                run.leftOut());
    }

    static Mapped refused(String mapping, MessageIdentity identity, Issue why) {
        return new Mapped(
                mapping,
                null,
                identity.subject(),
                identity.eventTime(),
                List.of(),
                Map.of(),
                List.of(),
                List.of(),
                List.of(why),
                false,
                Map.of(),
                Set.of());
    }
}
