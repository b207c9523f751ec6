package org.dhpbridge.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.dhpbridge.ledger.Claimed;
import org.dhpbridge.ledger.Failure;
import org.dhpbridge.ledger.Ledger;
import org.dhpbridge.ledger.LinkChanges;
import org.dhpbridge.ledger.NewMessage;
import org.dhpbridge.ledger.Result;

/** Deliveries as the pipeline makes them: each for a claim, and what it wrote is linked when the claim ends. */
final class Deliveries {

    private static final AtomicLong NUMBERS = new AtomicLong();

    private final Delivery delivery;
    private final InMemoryLinks links;
    private final Ledger ledger;
    private long last;

    /** @param ledger in place of links in memory; null when there are such */
    Deliveries(Delivery delivery, InMemoryLinks links, Ledger ledger) {
        this.delivery = delivery;
        this.links = links;
        this.ledger = ledger;
    }

    DeliveryOutcome deliver(DeliveryRequest request) {
        return deliver(request, ledger == null ? claimed() : claimedInLedger());
    }

    /** The next attempt of the message that was delivered last, by links in memory, after it failed or was cut off. */
    DeliveryOutcome again(DeliveryRequest request) {
        return deliver(request, claimed(last, links.warnings(last)));
    }

    /** The bridge is killed when all is written, before the end of the message is. */
    void cutOff(DeliveryRequest request) {
        Claimed claim = claimed();
        delivery.deliver(request, claim);
        links.free(claim);
    }

    private DeliveryOutcome deliver(DeliveryRequest request, Claimed claim) {
        try {
            DeliveryOutcome outcome = delivery.deliver(request, claim);
            end(claim, outcome.links(), null);
            return outcome;
        } catch (DeliveryFailure failure) {
            end(claim, failure.links(), failure);
            throw failure;
        } catch (RuntimeException fault) {
            end(claim, LinkChanges.NONE, null);
            throw fault;
        }
    }

    Preview preview(DeliveryRequest request) {
        return delivery.preview(request, null);
    }

    private void end(Claimed claim, LinkChanges changes, DeliveryFailure failure) {
        if (ledger == null) {
            links.end(claim, changes);
        } else if (failure == null) {
            ledger.delivered(claim, Result.NONE.withLinks(changes), null);
        } else {
            Failure why = new Failure("x", "push", failure.getMessage());
            ledger.dead(claim, why, Result.NONE.withLinks(changes));
        }
    }

    private Claimed claimed() {
        last = NUMBERS.incrementAndGet();
        return claimed(last, null);
    }

    private static Claimed claimed(long number, JsonNode issues) {
        return new Claimed(
                number, "test", "hl7v2", "a", null, Instant.EPOCH, 0, false, false, issues, null, UUID.randomUUID());
    }

    private Claimed claimedInLedger() {
        String key = UUID.randomUUID().toString();
        ledger.receive(List.of(message(key)));
        return Awaitility.await()
                .until(() -> ledger.claim(1), claims -> !claims.isEmpty())
                .get(0);
    }

    private static NewMessage message(String key) {
        byte[] payload = key.getBytes(StandardCharsets.UTF_8);
        return new NewMessage("test", key, "hl7v2", payload, "a", null, null, null, null);
    }
}
