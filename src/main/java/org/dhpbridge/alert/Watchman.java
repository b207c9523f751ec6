package org.dhpbridge.alert;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dhpbridge.kernel.Rounds;
import org.dhpbridge.ledger.Alerts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** Looks from time to time whether there is something to tell, and tells it; what did not arrive is told again. */
class Watchman {

    private static final Logger LOG = LoggerFactory.getLogger(Watchman.class);
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(30);

    private final List<Channel> channels;
    private final Duration every;
    private final NewsDigests digests;
    private final Alerts alerts;
    private final MeterRegistry meters;
    private final Set<String> failing = new HashSet<>();
    private final Instant began = Instant.now();
    private final Map<String, Instant> toldUntil = new HashMap<>();
    private final Rounds looks = new Rounds("alerts");

    Watchman(List<Channel> channels, Duration every, NewsDigests digests, Alerts alerts, MeterRegistry meters) {
        this.channels = List.copyOf(channels);
        this.every = every;
        this.digests = digests;
        this.alerts = alerts;
        this.meters = meters;
    }

    @PostConstruct
    void begin() {
        if (channels.isEmpty()) {
            return;
        }
        long millis = Math.max(100, Math.min(every.toMillis(), LONGEST_LOOK.toMillis()));
        looks.begin(Duration.ZERO, Duration.ofMillis(millis), this::look);
    }

    @PreDestroy
    void end() {
        looks.end();
    }

    private void look() {
        for (Channel channel : channels) {
            try {
                alerts.take(channel.name(), every).ifPresent(news -> tell(channel, news));
            } catch (DataAccessException e) {
                LOG.debug("Alerts wait until the ledger answers", e); // the ledger's watch tells
            }
        }
    }

    private void tell(Channel channel, Alerts.News news) {
        Optional<Digest> digest = digests.of(news, asideSince(channel, news.span()));
        if (digest.isEmpty() || tryToTell(channel, digest.get())) {
            toldUntil.put(channel.name(), news.span().until());
            alerts.close(channel.name(), news.span());
        } else {
            alerts.giveBack(channel.name(), news.span());
        }
    }

    /** Another bridge, which has other files, may have told the spans between; what went aside before a restart is in none of ours. */
    private Instant asideSince(Channel channel, Alerts.NewsSpan span) {
        Instant own = toldUntil.get(channel.name());
        Instant first = began.isBefore(span.from()) ? began : span.from();
        return own == null ? first : own;
    }

    private boolean tryToTell(Channel channel, Digest digest) {
        try {
            channel.tell(digest);
            failing.remove(channel.name());
            count(channel, "told");
            return true;
        } catch (NotToldException e) {
            count(channel, "failed");
            if (failing.add(channel.name())) {
                LOG.warn("alerts     {} It is tried again.", e.getMessage());
            }
            return false;
        }
    }

    private void count(Channel channel, String outcome) {
        meters.counter("dhp.alerts", "channel", channel.name(), "outcome", outcome)
                .increment();
    }
}
