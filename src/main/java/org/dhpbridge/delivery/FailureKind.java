package org.dhpbridge.delivery;

/**
 * What a delivery that did not come to its end means: the one table of it. The routes ({@code
 * routes/pipeline/failures.yaml}), the metrics, the ledger's codes and {@code docs/errors.md} follow it.
 */
public enum FailureKind {
    /** The platform will never take the message as it is. */
    MESSAGE(
            MessageFailure.class,
            "the message is at fault: the platform will never take it as it is",
            "rejected",
            null,
            Next.DEAD_LETTER,
            AttemptCost.LAST,
            true),
    /** The platform, or the way to it, is not well; nothing was written by the call that failed. */
    PLACE(
            PlaceFailure.class,
            "the platform or the way to it is at fault",
            "unreachable",
            "unreachable",
            Next.RETRY_LATER,
            AttemptCost.WHEN_ALONE,
            true),
    /** A write was sent and its answer is not known. */
    UNCLEAR(
            UnclearFailure.class,
            "a write was sent and its answer was lost: what it wrote is looked up before anything is sent",
            "unclear",
            "unclear",
            Next.RETRY_LATER,
            AttemptCost.WHEN_ALONE,
            false),
    /** Another message may have written what is there, and it is not known yet whether it did. */
    WAITING(
            WaitingFailure.class,
            "it is not known yet what another message wrote, on which this one depends",
            "waiting",
            "waits",
            Next.RETRY_LATER,
            AttemptCost.NEVER,
            true),
    /** The platform does not let this site in, or not to the data of this message. */
    ACCESS(
            AccessFailure.class,
            "the platform does not let this site in, or not to the data of this message",
            "refused",
            "access",
            Next.PAUSE,
            AttemptCost.WHEN_ALONE,
            true);

    /** What becomes of the message. */
    public enum Next {
        /** It is dead: a person must look. */
        DEAD_LETTER("dead-letter"),
        /** It is due again, later. */
        RETRY_LATER("retry-later"),
        /** It is due again, and delivery as a whole rests while no other gets through. */
        PAUSE("pause");

        private final String route;

        Next(String route) {
            this.route = route;
        }

        /** The route of {@code routes/pipeline} that does it. */
        public String route() {
            return route;
        }
    }

    /** Whether it costs the message one of {@code dhp.retry.attempts}. */
    public enum AttemptCost {
        NEVER,
        /** When other messages got through meanwhile; an outage costs nothing. */
        WHEN_ALONE,
        /** There is no other. */
        LAST;

        /** @param othersPass whether other messages got through since it failed last */
        public boolean applies(boolean othersPass) {
            return this == LAST || this == WHEN_ALONE && othersPass;
        }
    }

    private final Class<? extends DeliveryFailure> exception;
    private final String meaning;
    private final String outcome;
    private final String code;
    private final Next next;
    private final AttemptCost attempt;
    private final boolean repeatable;

    FailureKind(
            Class<? extends DeliveryFailure> exception,
            String meaning,
            String outcome,
            String code,
            Next next,
            AttemptCost attempt,
            boolean repeatable) {
        this.exception = exception;
        this.meaning = meaning;
        this.outcome = outcome;
        this.code = code;
        this.next = next;
        this.attempt = attempt;
        this.repeatable = repeatable;
    }

    /** What is thrown. */
    public Class<? extends DeliveryFailure> exception() {
        return exception;
    }

    /** In words, for documents. */
    public String meaning() {
        return meaning;
    }

    /** The tag {@code outcome} of the metric {@code dhp.delivery.seconds}. */
    public String outcome() {
        return outcome;
    }

    /** The error code in the ledger, unless the failure has one of its own; null when each has. */
    public String code() {
        return code;
    }

    public Next next() {
        return next;
    }

    public AttemptCost attempt() {
        return attempt;
    }

    /** Whether the same call may be made again without a look at what it did; every delivery looks all the same. */
    public boolean repeatable() {
        return repeatable;
    }
}
