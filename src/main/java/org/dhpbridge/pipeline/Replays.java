package org.dhpbridge.pipeline;

import java.util.List;
import org.apache.camel.Body;
import org.dhpbridge.ledger.Ledger;
import org.dhpbridge.ledger.MessageFilter;
import org.dhpbridge.ledger.Replay;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Makes ended messages due again. */
@Component("replays")
public class Replays {

    /** From which step a message goes through the pipeline again. */
    public enum From {
        /** Read and identified as if it came now: whom it is about, when it happened, which mapping. */
        RECEIVE,
        /** Mapped again, as what it was received as. */
        TRANSFORM
    }

    /**
     * @param ids these messages; null replays those of the filter
     * @param filter which messages; null with ids
     * @param rate how many become ready a second; null for all of them at once
     * @param who asked for it, for the history
     * @param why for the history; may be null
     */
    public record Wish(List<Long> ids, MessageFilter filter, From from, Double rate, String who, String why) {}

    private final Ledger ledger;
    private final Identification identification;
    private final ApplicationEventPublisher events;

    Replays(Ledger ledger, Identification identification, ApplicationEventPublisher events) {
        this.ledger = ledger;
        this.identification = identification;
        this.events = events;
    }

    /** @return how many messages are due again */
    public int replay(@Body Wish wish) {
        Replay how = new Replay(
                wish.who(),
                wish.why(),
                wish.rate(),
                wish.from() == From.RECEIVE ? id -> ledger.find(id).flatMap(identification::again) : null);
        int count = wish.ids() == null ? ledger.replay(wish.filter(), how) : ledger.replay(wish.ids(), how);
        events.publishEvent(new Replayed(count));
        return count;
    }
}
