package org.dhpbridge.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dhpbridge.delivery.json.Json;
import org.dhpbridge.delivery.json.References;
import org.dhpbridge.ledger.Links.Key;

/** One resource of a message, as the message has it. */
final class BatchEntry {

    /** Use of an identifier that other records may have too, as the placer's number of several services of one order. */
    private static final String SECONDARY = "secondary";

    private static final List<String> SUBJECT = List.of("subject", "patient", "beneficiary");

    private final ObjectNode resource;
    private final String type;
    private final String localId;
    private final String localReference;
    private final Optional<String> subject;
    private final Set<String> referring;
    private final Set<Key> keys;
    private final Set<String> takenBack;
    private final boolean numbered;

    /**
     * @param keys identifiers by which it is found again; more than the resource's own when several were made one
     * @param takenBack elements that the message takes back without a value in their place
     */
    BatchEntry(ObjectNode resource, Set<Key> keys, Set<String> takenBack) {
        this(resource, keys, takenBack, false);
    }

    private BatchEntry(ObjectNode resource, Set<Key> keys, Set<String> takenBack, boolean numbered) {
        this.numbered = numbered;
        this.resource = resource;
        this.type = Json.text(resource, "resourceType");
        this.localId = Json.text(resource, "id");
        this.localReference = type + "/" + localId;
        this.subject = subjectOf(resource);
        this.referring = References.elementsOf(resource);
        this.keys = Set.copyOf(keys);
        this.takenBack = Set.copyOf(takenBack);
    }

    /** The same entry under another number. */
    BatchEntry numbered(Key number) {
        ObjectNode other = resource.deepCopy();
        for (JsonNode identifier : other.path("identifier")) {
            if (!SECONDARY.equals(Json.text(identifier, "use"))) {
                ((ObjectNode) identifier).put("value", number.value());
            }
        }
        return new BatchEntry(other, Set.of(number), takenBack, true);
    }

    /** Whether its number is another one than the message says. */
    boolean isNumbered() {
        return numbered;
    }

    /** The business identifiers by which a resource is found: those that have a value and are not secondary. */
    static Set<Key> keysOf(JsonNode resource) {
        Set<Key> keys = new LinkedHashSet<>();
        String type = Json.text(resource, "resourceType");
        JsonNode identifier = resource.path("identifier");
        for (JsonNode one : identifier.isObject() ? List.of(identifier) : identifier) {
            String value = Json.text(one, "value");
            if (value != null && !SECONDARY.equals(Json.text(one, "use"))) {
                String system = Json.text(one, "system");
                keys.add(new Key(type, system == null ? "" : system, value));
            }
        }
        return keys;
    }

    /** The identifiers by which a resource is not found, as others may have them too. */
    static Set<Key> secondaryKeysOf(JsonNode resource) {
        Set<Key> keys = new LinkedHashSet<>();
        for (JsonNode one : resource.path("identifier")) {
            String value = Json.text(one, "value");
            if (value != null && SECONDARY.equals(Json.text(one, "use"))) {
                String system = Json.text(one, "system");
                keys.add(new Key(Json.text(resource, "resourceType"), system == null ? "" : system, value));
            }
        }
        return keys;
    }

    /** The reference to the patient (or other subject) that a resource is about; empty when it names none. */
    static Optional<String> subjectOf(JsonNode resource) {
        for (String element : SUBJECT) {
            String reference = Json.text(resource.path(element), "reference");
            if (reference != null) {
                return Optional.of(reference);
            }
        }
        return Optional.empty();
    }

    /** With local references and its local id; not to be changed. */
    ObjectNode resource() {
        return resource;
    }

    String type() {
        return type;
    }

    String localId() {
        return localId;
    }

    Set<Key> keys() {
        return keys;
    }

    /** Its elements in which references stand. */
    Set<String> referring() {
        return referring;
    }

    /** Elements that the message takes back without a value in their place. */
    Set<String> takenBack() {
        return takenBack;
    }

    /** Whether the message says that the record moves to another patient (HL7 A44, A45). */
    boolean moves() {
        return takenBack.contains("subject");
    }

    /** How the message's resources refer to this one. */
    String localReference() {
        return localReference;
    }

    Optional<String> subject() {
        return subject;
    }

    /** Whether the message says that this record was replaced by another one. */
    boolean saysReplaced() {
        return Survivors.replacedBy(resource).isPresent();
    }

    /** Without its content, which is personal data. */
    @Override
    public String toString() {
        return "the " + type;
    }
}
