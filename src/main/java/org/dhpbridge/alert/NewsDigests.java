package org.dhpbridge.alert;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.dhpbridge.ledger.Alerts;
import org.dhpbridge.pipeline.DeliveryGate;
import org.dhpbridge.pipeline.FilesAside;

/** Makes digests of what is new. */
final class NewsDigests {

    private final DeliveryGate gate;
    private final FilesAside aside;
    private final String environment;
    private final DigestText text;

    NewsDigests(DeliveryGate gate, FilesAside aside, String environment, DigestText text) {
        this.aside = aside;
        this.gate = gate;
        this.environment = environment;
        this.text = text;
    }

    /** Empty when there is nothing that people should know. */
    Optional<Digest> of(Alerts.News news) {
        Alerts.NewsSpan span = news.span();
        List<Alerts.Deaths> deaths = news.deaths();
        DeliveryGate.GateStatus delivery = gate.status();
        boolean open = delivery.state() == DeliveryGate.GateState.OPEN;
        if (deaths.isEmpty() && open) {
            return Optional.empty();
        }
        long dead = deaths.stream().mapToLong(Alerts.Deaths::messages).sum();
        List<Digest.DigestCause> causes = deaths.stream()
                .limit(Digest.MOST_CAUSES)
                .map(one -> new Digest.DigestCause(
                        one.source(), one.sender(), one.step(), one.code(), one.element(), one.messages()))
                .toList();
        String state = delivery.state().name().toLowerCase(Locale.ROOT);
        Instant since = open ? null : delivery.since();
        return Optional.of(new Digest(
                environment,
                span.from(),
                span.until(),
                dead,
                causes,
                state,
                since,
                text.subject(environment, dead, state),
                text.body(span, dead, causes, deaths.size() - causes.size(), state, since) + text.aside(aside.now())));
    }
}
