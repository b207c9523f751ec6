package org.dhpbridge.alert;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.dhpbridge.ledger.Alerts;
import org.dhpbridge.pipeline.DeliveryGate;

/** Makes digests of what is new. */
final class NewsDigests {

    private final DeliveryGate gate;
    private final String environment;

    NewsDigests(DeliveryGate gate, String environment) {
        this.gate = gate;
        this.environment = environment;
    }

    /** Empty when there is nothing that people should know. */
    Optional<Digest> of(Alerts.News news) {
        Alerts.Span span = news.span();
        List<Alerts.Deaths> deaths = news.deaths();
        DeliveryGate.Status delivery = gate.status();
        boolean open = delivery.state() == DeliveryGate.State.OPEN;
        if (deaths.isEmpty() && open) {
            return Optional.empty();
        }
        long dead = deaths.stream().mapToLong(Alerts.Deaths::messages).sum();
        List<Digest.Cause> causes = deaths.stream()
                .limit(Digest.MOST_CAUSES)
                .map(one -> new Digest.Cause(one.source(), one.step(), one.code(), one.element(), one.messages()))
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
                text(span, dead, causes, deaths.size(), state, since)));
    }

    private static String text(
            Alerts.Span span, long dead, List<Digest.Cause> causes, int allCauses, String state, Instant since) {
        String why = causes.stream().map(cause -> "\n  " + cause).collect(Collectors.joining());
        int more = allCauses - causes.size();
        return "From " + span.from() + " to " + span.until() + ": " + dead + " dead." + why
                + (more > 0 ? "\n  and " + more + " causes more" : "")
                + "\nDelivery is " + state + (since == null ? "" : " since " + since) + "."
                + "\nWhat to do: Failures in the console, or GET /api/messages?state=dead.";
    }
}
