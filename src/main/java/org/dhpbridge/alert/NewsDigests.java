package org.dhpbridge.alert;

import java.time.Instant;
import java.util.Collection;
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

    /**
     * Empty when there is nothing that people should know.
     *
     * @param asideSince which files count as new: those that went aside after it, until the end of the span
     */
    Optional<Digest> of(Alerts.News news, Instant asideSince) {
        Alerts.NewsSpan span = news.span();
        List<Alerts.Deaths> deaths = news.deaths();
        DeliveryGate.GateStatus delivery = gate.status();
        boolean open = delivery.state() == DeliveryGate.GateState.OPEN;
        Collection<FilesAside.Aside> files = aside.now();
        boolean newAside = files.stream()
                .map(FilesAside.Aside::newest)
                .anyMatch(at -> at != null && at.isAfter(asideSince) && !at.isAfter(span.until()));
        if (deaths.isEmpty() && open && !newAside) {
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
        long unread = files.stream().mapToLong(FilesAside.Aside::files).sum();
        return Optional.of(new Digest(
                environment,
                span.from(),
                span.until(),
                dead,
                causes,
                state,
                since,
                unread,
                text.subject(environment, dead, state, unread),
                text.body(span, dead, causes, deaths.size() - causes.size(), state, since) + text.aside(files)));
    }
}
