package org.dhpbridge.pipeline;

import org.apache.camel.Body;
import org.dhpbridge.ledger.Ledger;
import org.dhpbridge.ledger.MessageFilter;
import org.springframework.stereotype.Component;

/** Makes ended messages due again. */
@Component("replays")
public class Replays {

    /**
     * @param messageId the one message; null replays those of the filter
     * @param filter which messages; null with an id
     * @param who asked for it, for the history
     * @param why for the history; may be null
     */
    public record Wish(Long messageId, MessageFilter filter, String who, String why) {}

    private final Ledger ledger;

    Replays(Ledger ledger) {
        this.ledger = ledger;
    }

    /** @return how many messages are due again */
    public int replay(@Body Wish wish) {
        if (wish.messageId() != null) {
            return ledger.replay(wish.messageId(), wish.who(), wish.why()) ? 1 : 0;
        }
        return ledger.replay(wish.filter(), wish.who(), wish.why());
    }
}
