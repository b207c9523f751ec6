package org.dhpbridge.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.dhpbridge.delivery.DeliveryOutcome.Action;

/** Writes the resources that are not on the platform yet, at once or one after the other. */
class Creates {

    private final FhirGateway gateway;
    private final Entries entries;

    Creates(FhirGateway gateway, Entries entries) {
        this.gateway = gateway;
        this.entries = entries;
    }

    /**
     * Creates the missing resources one after the other, what is referred to first. Where resources refer to each other
     * in a circle, a reference that cannot be known yet is sent as a logical one (by identifier).
     *
     * @param placed told of each right after it was created
     * @return those that were sent with a logical reference and must be updated once all are there
     */
    List<Item> oneByOne(Batch batch, Consumer<Item> placed) {
        List<Item> incomplete = new ArrayList<>();
        for (Item item : inOrder(batch)) {
            ObjectNode body = batch.withServerReferences(item);
            ObjectNode known = body.deepCopy();
            References.makeLogical(body, batch.identifiersOfMissing());
            body.remove("id");
            created(item, gateway.create(body));
            ours(item, body);
            placed.accept(item);
            known.remove("id");
            if (!known.equals(body)) {
                incomplete.add(item);
            }
        }
        return incomplete;
    }

    private static Set<Item> inOrder(Batch batch) {
        Set<Item> ordered = new LinkedHashSet<>();
        Set<Item> entered = new LinkedHashSet<>();
        batch.missing().forEach(item -> visit(batch, item, entered, ordered));
        return ordered;
    }

    private static void visit(Batch batch, Item item, Set<Item> entered, Set<Item> ordered) {
        if (item.serverId() == null && entered.add(item)) {
            batch.targets(item).forEach(target -> visit(batch, target, entered, ordered));
            ordered.add(item);
        }
    }

    private void created(Item item, FhirAnswer answer) {
        if (!answer.ok()) {
            throw Refusal.of(answer, "the new " + item.type());
        }
        if (answer.id() == null) {
            throw new UnclearFailure(
                    gateway.base() + " took the new " + item.type() + " but named no id for it; it will be looked up.");
        }
        item.foundAt(answer.id());
        item.done(Action.CREATED, answer.version());
    }

    /**
     * Sends one transaction: POST for each missing resource, and PUT with {@code ifMatch} for the changes given.
     *
     * @param changes merged resources by their item, references to missing ones still local; may be empty
     * @return false when a change was overtaken (412) and nothing was written
     */
    boolean atOnce(Batch batch, Map<Item, ObjectNode> changes, Updates updates) {
        Map<Item, ObjectNode> bodies = new LinkedHashMap<>();
        for (Item item : batch.missing()) {
            ObjectNode body = batch.withServerReferences(item);
            body.remove("id");
            bodies.put(item, body);
        }
        ObjectNode bundle = Json.object().put("resourceType", "Bundle").put("type", "transaction");
        ArrayNode entries = bundle.putArray("entry");
        bodies.forEach((item, body) -> {
            ObjectNode entry = entries.addObject().put("fullUrl", urn(item));
            entry.set("resource", linked(batch, body));
            entry.putObject("request").put("method", "POST").put("url", item.type());
        });
        changes.forEach((item, merged) -> {
            ObjectNode entry = entries.addObject().put("fullUrl", gateway.base() + "/" + item.serverReference());
            entry.set("resource", linked(batch, Updates.sendable(merged)));
            entry.putObject("request")
                    .put("method", "PUT")
                    .put("url", item.serverReference())
                    .put("ifMatch", "W/\"" + updates.version(item) + "\"");
        });
        FhirAnswer answer = gateway.transaction(bundle);
        if (!changes.isEmpty() && answer.conflict()) {
            return false;
        }
        if (!answer.ok()) {
            throw Refusal.of(answer, "the transaction of " + entries.size() + " resources");
        }
        List<Item> sent = new ArrayList<>(bodies.keySet());
        sent.addAll(changes.keySet());
        take(sent, answer);
        bodies.keySet().forEach(item -> ours(item, batch.withServerReferences(item)));
        return true;
    }

    private void ours(Item item, ObjectNode written) {
        item.owned(Owned.nothing(item.serverReference()).with(Set.of(), entries.marks(written)));
    }

    private void take(List<Item> sent, FhirAnswer answer) {
        JsonNode answers = answer.json() == null ? Json.object() : answer.json().path("entry");
        for (int i = 0; i < sent.size(); i++) {
            Item item = sent.get(i);
            JsonNode response = answers.path(i).path("response");
            String location = Json.text(response, "location");
            ServerId at = ServerId.of(location);
            FhirAnswer one = new FhirAnswer(
                    200,
                    Json.text(response, "etag"),
                    location,
                    null,
                    answers.path(i).path("resource") instanceof ObjectNode resource ? resource : null,
                    FhirAnswer.Body.NONE);
            boolean isNew = item.serverId() == null;
            if (isNew && (one.id() == null || at != null && !at.type().equals(item.type()))) {
                throw new UnclearFailure(
                        gateway.base()
                                + " took the transaction but its answer does not say where the resources are; they will be looked up.");
            }
            if (isNew) {
                item.foundAt(one.id());
            }
            item.done(isNew ? Action.CREATED : Action.UPDATED, one.version());
        }
    }

    private static ObjectNode linked(Batch batch, ObjectNode body) {
        References.rewrite(body, reference -> {
            Item target = batch.item(reference);
            return target == null || target.serverId() != null ? null : urn(target);
        });
        return body;
    }

    /** The local id when it is a UUID, as the mappings make it, else one derived from it. */
    private static String urn(Item item) {
        String local = Json.text(item.ours(), "id");
        try {
            return "urn:uuid:" + UUID.fromString(local);
        } catch (IllegalArgumentException noUuid) {
            return "urn:uuid:" + UUID.nameUUIDFromBytes(item.localReference().getBytes(StandardCharsets.UTF_8));
        }
    }
}
