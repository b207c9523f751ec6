package org.dhpbridge.ledger;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Ends of messages, waited for until they are written. */
public final class WrittenEnds {

    private WrittenEnds() {}

    /** As {@link Ledger#delivered}. */
    public static boolean delivered(Ledger ledger, Claimed claimed, Result result, String notSent) {
        return written(ledger.delivered(claimed, result, notSent));
    }

    /** As {@link Ledger#superseded}. */
    public static boolean superseded(Ledger ledger, Claimed claimed, Result result, String why) {
        return written(ledger.superseded(claimed, result, why));
    }

    private static boolean written(CompletionStage<Boolean> end) {
        try {
            return end.toCompletableFuture().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }
}
