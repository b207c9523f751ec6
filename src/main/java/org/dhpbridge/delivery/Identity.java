package org.dhpbridge.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.dhpbridge.delivery.DeliverySettings.SeveralHits;
import org.dhpbridge.delivery.json.Json;
import org.dhpbridge.delivery.json.ServerId;
import org.dhpbridge.ledger.Links.Key;
import org.dhpbridge.ledger.Links.Link;

/**
 * Which record on the platform an entry of a message is: the one that the link register names, else the one that a search
 * by its identifiers finds, about the same patient. Pure.
 */
final class Identity {

    /** A visit has one patient: its number with another one is a mistake, and no other visit. */
    private static final Set<String> VISITS = Set.of("Encounter", "EpisodeOfCare");

    private static final String ENTERED_IN_ERROR = "entered-in-error";

    /** The platform deletes by the status alone: these say so. */
    private static final Set<String> DELETED = Set.of(ENTERED_IN_ERROR, "inactive", "revoked");

    private static final String ALLERGY = "AllergyIntolerance";

    private final SeveralHits severalHits;
    private final String base;

    /** @param base the FHIR base without a slash at its end */
    Identity(SeveralHits severalHits, String base) {
        this.severalHits = severalHits;
        this.base = base;
    }

    /**
     * @param links of the entry's identifiers
     * @return the ids that the register knows; several when patients were merged, of whom the message names more than one
     * @throws MessageFailure when its identifiers are linked to several records, and it is no patient
     */
    static Set<String> linked(BatchEntry entry, Collection<Link> links) {
        Set<String> ids = links.stream().map(Link::serverId).collect(Collectors.toCollection(LinkedHashSet::new));
        if (ids.size() > 1 && !entry.type().equals("Patient")) {
            throw several(entry, ids);
        }
        return ids;
    }

    /**
     * @param keys those of the entry, or by which else it may be found
     * @param linked the id that the register names; null when it names none
     * @param hits what a search for identifiers of this type found, verified to have one that was asked for
     * @param gap why that nothing is found proves nothing; null when it does
     * @param subject where the entry's subject is, as {@code Patient/7}; null when it has none or it is nowhere
     * @return the id; null when the record is nowhere
     * @throws MessageFailure when it could be several, or is another patient's visit
     * @throws DeliveryFailure the gap, when nothing is found
     */
    String found(
            BatchEntry entry, Set<Key> keys, String linked, List<JsonNode> hits, DeliveryFailure gap, String subject) {
        Map<String, JsonNode> candidates = new LinkedHashMap<>();
        for (JsonNode hit : hits) {
            if (BatchEntry.keysOf(hit).stream().anyMatch(keys::contains)) {
                if (entry.moves() || isAbout(entry, hit, subject)) {
                    candidates.putIfAbsent(Json.text(hit, "id"), hit);
                } else if (linked == null
                        && entry.keys().equals(keys)
                        && VISITS.contains(entry.type())
                        && !isDeleted(hit)) {
                    throw ofAnother(entry, entry.type() + "/" + Json.text(hit, "id"));
                }
            }
        }
        dropReplaced(candidates, linked);
        dropDeleted(candidates, linked);
        if (linked != null) {
            candidates.remove(linked);
            if (!candidates.isEmpty() && severalHits == SeveralHits.FAIL) {
                Set<String> ids = new LinkedHashSet<>(Set.of(linked));
                ids.addAll(candidates.keySet());
                throw several(entry, ids);
            }
            return linked;
        }
        if (candidates.isEmpty()) {
            if (gap != null) {
                throw gap;
            }
            return null;
        }
        return candidates.size() == 1 ? candidates.keySet().iterator().next() : chosen(entry, candidates);
    }

    /** Whether others may be the same thing that have one's number as theirs, and it has theirs only as one of several may. */
    static boolean maySeemOther(BatchEntry entry) {
        return ALLERGY.equals(entry.type());
    }

    /**
     * Another record that may be the same thing: of the one the number is what the other has as a number that several may have.
     *
     * @param hits what a search found
     * @param subject as in {@link #found}
     * @return its reference
     */
    Optional<String> alike(BatchEntry entry, List<JsonNode> hits, String subject) {
        return hits.stream()
                .filter(hit -> areAlike(entry.resource(), hit) && isAbout(entry, hit, subject))
                .map(hit -> entry.type() + "/" + Json.text(hit, "id"))
                .findFirst();
    }

    /** Whether the number of the one is a number of the other that several may have. */
    static boolean areAlike(JsonNode one, JsonNode other) {
        Set<Key> shared = BatchEntry.secondaryKeysOf(one);
        Set<Key> others = BatchEntry.secondaryKeysOf(other);
        return BatchEntry.keysOf(one).stream().anyMatch(others::contains)
                || BatchEntry.keysOf(other).stream().anyMatch(shared::contains);
    }

    /** Of patients that were merged only the one that is used now is meant. */
    private static void dropReplaced(Map<String, JsonNode> candidates, String linked) {
        Set<String> ids = new LinkedHashSet<>(candidates.keySet());
        if (linked != null) {
            ids.add(linked);
        }
        candidates.entrySet().removeIf(one -> Survivors.replacedBy(one.getValue())
                .map(ServerId::of)
                .filter(other -> !other.id().equals(one.getKey()) && ids.contains(other.id()))
                .isPresent());
    }

    /** What was deleted is meant only when there is nothing else: it can be used again, and a second record would have its number too. */
    private static void dropDeleted(Map<String, JsonNode> candidates, String linked) {
        Set<String> deleted = candidates.entrySet().stream()
                .filter(one -> isDeleted(one.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        boolean isLinkUsed = linked != null && !deleted.contains(linked);
        if (isLinkUsed || deleted.size() < candidates.size()) {
            candidates.keySet().removeAll(deleted);
        }
    }

    /** A patient who was replaced is not deleted: the one who replaced him is meant. */
    private static boolean isDeleted(JsonNode record) {
        boolean isUnused = !record.path("active").asBoolean(true)
                && Survivors.replacedBy(record).isEmpty();
        return isUnused
                || DELETED.contains(record.path("status").asText())
                || record.path("verificationStatus").findValuesAsText("code").contains(ENTERED_IN_ERROR);
    }

    private boolean isAbout(BatchEntry entry, JsonNode hit, String subject) {
        if (entry.subject().isEmpty()) {
            return true;
        }
        ServerId expected = ServerId.of(subject);
        Optional<ServerId> theirs =
                BatchEntry.subjectOf(hit).filter(this::isHere).map(ServerId::of);
        return expected != null
                && theirs.isPresent()
                && theirs.get().reference().equals(expected.reference());
    }

    private boolean isHere(String reference) {
        return !reference.contains("://") || reference.startsWith(base + "/");
    }

    private String chosen(BatchEntry entry, Map<String, JsonNode> candidates) {
        Comparator<JsonNode> byChange = Comparator.comparing(
                hit -> Json.text(hit.path("meta"), "lastUpdated"), Comparator.nullsFirst(Comparator.naturalOrder()));
        Collection<JsonNode> hits = candidates.values();
        return switch (severalHits) {
            case FAIL -> throw several(entry, candidates.keySet());
            case NEWEST -> Json.text(hits.stream().max(byChange).orElseThrow(), "id");
            case OLDEST -> Json.text(hits.stream().min(byChange).orElseThrow(), "id");
        };
    }

    static MessageFailure incomplete(String type) {
        return MessageFailure.of(
                "incomplete",
                type + ".identifier",
                "The platform's search for " + type + " by identifier has more pages than are read, so"
                        + " whether the record is there already is not known; it seems to ignore the filter. Raise"
                        + " dhp.delivery.search-pages or ask the platform's operator, then replay.");
    }

    static MessageFailure several(BatchEntry entry, Collection<String> ids) {
        String candidates =
                ids.stream().map(id -> entry.type() + "/" + id).sorted().collect(Collectors.joining(", "));
        return MessageFailure.of(
                "multiple-matches",
                entry.type() + ".identifier",
                "The identifiers of the " + entry.type() + " lead to several resources on the platform: " + candidates
                        + ". Have them merged there, or correct the identifiers at the source, then replay.");
    }

    /** @param reference the record on the platform */
    static MessageFailure ofAnotherPerson(BatchEntry entry, String reference) {
        return MessageFailure.of(
                "business-rule",
                entry.type() + ".identifier",
                "The message and the platform mean two people: " + reference
                        + " has one of the numbers of the message, and another national number (NI) with another name or birth"
                        + " date, or another name and another birth date. Written into it, one person would"
                        + " take the place of the other. Give each person a number of their own at the source, or have the"
                        + " record on the platform corrected, then replay.");
    }

    /** @param reference the record on the platform */
    static MessageFailure ofAnotherTest(BatchEntry entry, String reference) {
        return MessageFailure.of(
                "business-rule",
                entry.type() + ".code",
                "The message and the platform mean two tests: " + reference
                        + " has the number of this result (order, service, test and sub-id), and none of its codes (HL7 OBX-3), nor"
                        + " its words. Written into it, one result would take the place of the other. Give each test a code of its"
                        + " own, or a sub-id (HL7 OBX-4), at the source, then replay.");
    }

    static MessageFailure tooMany() {
        return MessageFailure.of(
                "business-rule",
                "Observation.identifier",
                "More measurements have one number (order, service and test) than are told apart. Give each a sub-id (HL7 OBX-4), or an"
                        + " order of its own, at the source.");
    }

    static MessageFailure ofOneOfSeveral(BatchEntry entry) {
        return MessageFailure.of(
                "business-rule",
                entry.type() + ".effective",
                "The message corrects or withdraws a measurement of which several may have one number (order, service and test), and names a time"
                        + " (HL7 OBX-14, OBR-7) or a specimen (SPM-2) of which none of them is, so nobody can say which one it means. Correct"
                        + " that, send all of them in one message, or give each a sub-id (HL7 OBX-4) at the source.");
    }

    /** @param reference the record on the platform */
    static MessageFailure ofAnother(BatchEntry entry, String reference) {
        String record = VISITS.contains(entry.type()) ? "visit" : "record";
        return MessageFailure.of(
                "business-rule",
                entry.type() + ".subject",
                "This " + record + " belongs to another patient: " + reference
                        + " has the number that the message gives, and is about somebody else. If the source moved it,"
                        + " send the event that says so (HL7 A40, A44, A45) first; else correct the number or the"
                        + " patient at the source, then replay.");
    }
}
