package org.dhpbridge.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.dhpbridge.delivery.DeliveryOutcome.Action;
import org.dhpbridge.delivery.DeliveryOutcome.Placed;
import org.dhpbridge.ledger.Links.Key;
import org.dhpbridge.ledger.Links.Link;

/** One resource on its way: what the message says of it, and what is found out about it on the platform. */
class Item {

    /** Use of an identifier that other records may have too, as the placer's number of several services of one order. */
    private static final String SECONDARY = "secondary";

    private final ObjectNode ours;
    private final String type;
    private final String localId;
    private final Set<Key> keys = new LinkedHashSet<>();
    private final Set<String> takenBack = new LinkedHashSet<>();

    private String serverId;
    private Link newest;
    private FhirAnswer current;
    private Owned owned;
    private boolean ownedIsNew;
    private Action action;
    private String version;

    Item(ObjectNode resource) {
        this.ours = resource.deepCopy();
        this.type = Json.text(resource, "resourceType");
        this.localId = Json.text(resource, "id");
        keys.addAll(keysOf(ours));
    }

    /** The business identifiers by which a resource is found: those that have a value and are not secondary. */
    static Set<Key> keysOf(JsonNode resource) {
        Set<Key> keys = new LinkedHashSet<>();
        String type = Json.text(resource, "resourceType");
        JsonNode identifier = resource.path("identifier");
        for (JsonNode one : identifier.isObject() ? Set.of(identifier) : identifier) {
            String value = Json.text(one, "value");
            if (value != null && !SECONDARY.equals(Json.text(one, "use"))) {
                String system = Json.text(one, "system");
                keys.add(new Key(type, system == null ? "" : system, value));
            }
        }
        return keys;
    }

    void takesBack(Set<String> elements) {
        takenBack.addAll(elements);
    }

    /** Elements that the message takes back without a value in their place. */
    Set<String> takenBack() {
        return takenBack;
    }

    /** The resource as the message has it, with local references. */
    ObjectNode ours() {
        return ours;
    }

    String type() {
        return type;
    }

    Set<Key> keys() {
        return keys;
    }

    /** How the message's resources refer to this one. */
    String localReference() {
        return type + "/" + localId;
    }

    /** How resources on the platform refer to this one; only when it has an id there. */
    String serverReference() {
        return type + "/" + serverId;
    }

    /** The reference to the patient (or other subject) that this is about; empty when its type has none or it is unset. */
    Optional<String> subject() {
        return subjectOf(ours);
    }

    static Optional<String> subjectOf(JsonNode resource) {
        for (String element : Set.of("subject", "patient", "beneficiary")) {
            String reference = Json.text(resource.path(element), "reference");
            if (reference != null) {
                return Optional.of(reference);
            }
        }
        return Optional.empty();
    }

    /** Null as long as the resource is not on the platform. */
    String serverId() {
        return serverId;
    }

    void foundAt(String id) {
        this.serverId = id;
    }

    void linked(Collection<Link> links) {
        for (Link link : links) {
            serverId = link.serverId();
            if (newest == null || compare(link, newest) > 0) {
                newest = link;
            }
        }
        remembered(links);
    }

    /** Looks into the link register again: another message may have been delivered for this record meanwhile. */
    void linkedMeanwhile(Collection<Link> links) {
        for (Link link : links) {
            if (link.serverId().equals(serverId) && (newest == null || compare(link, newest) > 0)) {
                newest = link;
            }
        }
        remembered(links);
    }

    /** Takes what the link register says of what came from us. */
    void remembered(Collection<Link> links) {
        if (!links.isEmpty()) {
            owned = Owned.read(
                    serverReference(), links.stream().map(Link::owned).toList());
            ownedIsNew = false;
        }
    }

    /** What of the resource on the platform came from us; null when it has not been found out. */
    Owned owned() {
        return owned;
    }

    void owned(Owned ours) {
        this.owned = ours;
        this.ownedIsNew = true;
    }

    /** Whether the link register knew it; else it was found by search. */
    boolean isLinked() {
        return newest != null;
    }

    /** Forgets what was found out, for another look. */
    void lookAgain() {
        serverId = null;
        newest = null;
        owned = null;
        ownedIsNew = false;
        current = null;
        action = null;
    }

    private static int compare(Link one, Link other) {
        Instant a = one.eventTime() == null ? Instant.MIN : one.eventTime();
        Instant b = other.eventTime() == null ? Instant.MIN : other.eventTime();
        int byTime = a.compareTo(b);
        return byTime != 0 ? byTime : Integer.compare(one.statusRank(), other.statusRank());
    }

    /** Whether newer than this message, or more final at the same time, was delivered for this record already. */
    boolean superseded(Instant eventTime) {
        if (newest == null || newest.eventTime() == null || eventTime == null) {
            return false;
        }
        int byTime = newest.eventTime().compareTo(eventTime);
        return byTime > 0 || byTime == 0 && newest.statusRank() > StatusRank.of(ours);
    }

    /** The answer to the read of the resource as it is on the platform; null when it was not read or is out of date. */
    FhirAnswer current() {
        return current;
    }

    void current(FhirAnswer read) {
        this.current = read;
    }

    Action action() {
        return action;
    }

    void done(Action what, String newVersion) {
        this.action = what;
        this.version = newVersion;
    }

    void superseded() {
        done(Action.SUPERSEDED, newest.version());
    }

    Placed placed() {
        return new Placed(type, localId, serverId, version, action);
    }

    /** The links to keep, one an identifier: time and rank never go back. */
    Set<Link> links(Instant eventTime) {
        int rank = StatusRank.of(ours);
        Link now = new Link(null, serverId, version, eventTime, rank, null);
        return newest != null && compare(newest, now) > 0
                ? links(version, newest.eventTime(), newest.statusRank())
                : links(version, eventTime, rank);
    }

    /** The links as they are before a write: where the record is, and what is ours there once it is written. */
    Set<Link> linksBeforeWrite() {
        return newest == null
                ? links(current.version(), null, 0)
                : links(newest.version(), newest.eventTime(), newest.statusRank());
    }

    private Set<Link> links(String ofVersion, Instant eventTime, int rank) {
        String stored = ownedIsNew ? owned.stored() : null;
        return keys.stream()
                .map(key -> new Link(key, serverId, ofVersion, eventTime, rank, stored))
                .collect(Collectors.toSet());
    }
}
