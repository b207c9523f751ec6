package org.dhpbridge.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.dhpbridge.mllp.StrayBytes;
import org.dhpbridge.pipeline.Arrived;
import org.dhpbridge.pipeline.Ended;
import org.dhpbridge.pipeline.Ended.Fate;
import org.dhpbridge.pipeline.Sent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Counts messages as they come and as they end, once an end; a replay ends again. */
@Component
class MessageMeters {

    static final String MESSAGES = "dhp.messages";
    private static final String DEAD_LETTERS = "dhp.deadletters";
    private static final String OTHER = "other";
    private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9-]{0,59}");
    private static final int MOST_CODES = 200;
    private static final double[] SECONDS = {0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120};

    private final MeterRegistry registry;
    private final Set<String> codes = ConcurrentHashMap.newKeySet();

    MessageMeters(MeterRegistry registry) {
        this.registry = registry;
        for (Sent.SendOutcome outcome : Sent.SendOutcome.values()) {
            seconds(outcome);
        }
    }

    @EventListener
    void arrived(Arrived arrived) {
        count(arrived.source(), "received", arrived.received().added());
        arrived.received().dead().forEach(code -> dead(arrived.source(), code));
    }

    @EventListener
    void ended(Ended ended) {
        String source = ended.message().source();
        ended.warnings().forEach(this::warning);
        if (ended.fate() == Fate.DEAD) {
            dead(source, ended.failure().code());
        } else if (ended.fate() != Fate.DUE_AGAIN) {
            count(source, ended.fate().name().toLowerCase(Locale.ROOT), 1);
        }
    }

    @EventListener
    void stray(StrayBytes stray) {
        Counter.builder("dhp.mllp.stray.bytes")
                .description(
                        "Bytes that HL7 senders sent outside of any frame, or in one that they did not end; not kept")
                .tag("source", stray.source())
                .register(registry)
                .increment(stray.count());
    }

    @EventListener
    void sent(Sent sent) {
        seconds(sent.outcome()).record(sent.took().toNanos() / (double) TimeUnit.SECONDS.toNanos(1));
    }

    /** At 0 from the start: how much a counter rose is not seen of its first value. */
    void expect(String source) {
        for (String state : new String[] {"received", "delivered", "superseded", "dead"}) {
            count(source, state, 0);
        }
    }

    private void dead(String source, String code) {
        count(source, "dead", 1);
        Counter.builder(DEAD_LETTERS)
                .description("Messages that a person must look at")
                .tag("source", source)
                .tag("code", bounded(code))
                .register(registry)
                .increment();
    }

    private void warning(String code) {
        Counter.builder("dhp.message.warnings")
                .description("Warnings of messages that ended, each occurrence")
                .tag("code", bounded(code))
                .register(registry)
                .increment();
    }

    private void count(String source, String state, int messages) {
        Counter.builder(MESSAGES)
                .description("Messages that came and that ended")
                .tag("source", source)
                .tag("state", state)
                .register(registry)
                .increment(messages);
    }

    /** A summary and no timer, for the name of a timer would become dhp_delivery_seconds_seconds. */
    private DistributionSummary seconds(Sent.SendOutcome outcome) {
        return DistributionSummary.builder("dhp.delivery.seconds")
                .description("How long it took to bring a message to the platform, an attempt each")
                .baseUnit("seconds")
                .serviceLevelObjectives(SECONDS)
                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }

    /** A site's mapping may fail with codes of its own, and might write a value into one. */
    private String bounded(String code) {
        if (!CODE.matcher(code).matches()) {
            return OTHER;
        }
        return codes.contains(code) || codes.size() < MOST_CODES && codes.add(code) ? code : OTHER;
    }
}
