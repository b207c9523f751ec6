package org.dhpbridge.console.page;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.dhpbridge.console.signin.ConsoleFeature;
import org.dhpbridge.ledger.Causes;
import org.dhpbridge.ledger.Causes.Cause;
import org.dhpbridge.ledger.Ledger;
import org.dhpbridge.ledger.LedgerWatch;
import org.dhpbridge.ledger.Pause;
import org.dhpbridge.ledger.Reports;
import org.dhpbridge.mapping.SiteSettings;
import org.dhpbridge.pipeline.DeliveryGate;
import org.dhpbridge.pipeline.FilesAside;
import org.dhpbridge.pipeline.PausedWork;
import org.springframework.stereotype.Component;

/** How the bridge is, at one moment. It is worked out at most every few seconds, however many people look. */
@Component
@ConsoleFeature
class Overview {

    private static final Duration GOOD_FOR = Duration.ofSeconds(5);
    private static final Duration DAY = Duration.ofHours(24);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int MOST_ROWS = 8;
    private static final double SILENT_WHEN = 3;

    private final Ledger ledger;
    private final Reports reports;
    private final Causes causes;
    private final DeliveryGate gate;
    private final PausedWork paused;
    private final FilesAside aside;
    private final LedgerWatch watch;
    private final Clock clock;
    private final ZoneId zone;
    private Snapshot last;

    Overview(
            Ledger ledger,
            Reports reports,
            Causes causes,
            DeliveryGate gate,
            PausedWork paused,
            FilesAside aside,
            LedgerWatch watch,
            Clock clock,
            SiteSettings site) {
        this.ledger = ledger;
        this.reports = reports;
        this.causes = causes;
        this.gate = gate;
        this.paused = paused;
        this.aside = aside;
        this.watch = watch;
        this.clock = clock;
        this.zone = site.zone();
    }

    synchronized Snapshot now() {
        Instant now = clock.instant();
        if (last == null || last.at().plus(GOOD_FOR).isBefore(now)) {
            last = look(now);
        }
        return last;
    }

    private Snapshot look(Instant now) {
        List<Instant> starts = hours(now);
        Map<Cause, long[]> found = causes.trends(starts.subList(0, 1));
        List<Snapshot.Recent> recent = recent(found);
        Map<String, Long> warnings = reports.warnings(starts.get(0));
        return new Snapshot(
                now,
                delivery(),
                paused.ofSources(),
                aside.now().stream().filter(one -> one.files() > 0).toList(),
                ledger.depth(),
                reports.oldestDue().orElse(null),
                reports.spans(starts, null),
                found.keySet().stream().mapToLong(Cause::messages).sum(),
                recent.stream().limit(MOST_ROWS).toList(),
                Math.max(0, recent.size() - MOST_ROWS),
                mostFrequent(warnings),
                Math.max(0, warnings.size() - MOST_ROWS),
                sources(now, starts.get(0)));
    }

    /** Those that have messages of the span, the most frequent first. */
    static List<Snapshot.Recent> recent(Map<Cause, long[]> messages) {
        return messages.entrySet().stream()
                .map(one -> new Snapshot.Recent(one.getKey(), one.getValue()[0]))
                .filter(one -> one.messages() > 0)
                .sorted(Comparator.comparingLong(Snapshot.Recent::messages).reversed())
                .toList();
    }

    private static Map<String, Long> mostFrequent(Map<String, Long> messages) {
        return messages.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(MOST_ROWS)
                .collect(Collectors.toMap(
                        Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, LinkedHashMap::new));
    }

    /** The beginning of the last 24 hours, as the lists have them, and the whole hours since. */
    private List<Instant> hours(Instant now) {
        Instant day = now.minus(DAY);
        List<Instant> starts = new ArrayList<>(List.of(day));
        Instant hour =
                day.atZone(zone).truncatedTo(ChronoUnit.HOURS).toInstant().plus(HOUR);
        while (hour.isBefore(now)) {
            starts.add(hour);
            hour = hour.plus(HOUR);
        }
        return starts;
    }

    /** Whether messages are sent, as every page says it. */
    Snapshot.Delivery delivery() {
        if (watch.trouble().isPresent()) {
            return new Snapshot.Delivery(
                    "ledger",
                    watch.trouble().get().since(),
                    watch.trouble().get().text(),
                    null);
        }
        Optional<Pause> pause = paused.delivery();
        if (pause.isPresent()) {
            return new Snapshot.Delivery(
                    "paused",
                    pause.get().since(),
                    pause.get().why(),
                    pause.get().until());
        }
        DeliveryGate.GateStatus status = gate.status();
        return switch (status.state()) {
            case OPEN -> new Snapshot.Delivery("open", null, null, null);
            case UNREACHABLE ->
                new Snapshot.Delivery("unreachable", status.since(), status.reason(), status.nextProbe());
            case REFUSED -> new Snapshot.Delivery("refused", status.since(), status.reason(), status.nextProbe());
        };
    }

    /** A source is silent when it brought nothing for three times its mean pause of the last week, and for an hour at least. */
    private List<Snapshot.Source> sources(Instant now, Instant day) {
        Map<String, Instant> newest = reports.newestBySource();
        Instant week = now.truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(7));
        Map<String, Long> today = reports.bySource(day);
        Map<String, Long> sevenDays = reports.bySource(week);
        List<Snapshot.Source> sources = new ArrayList<>();
        for (String name : new TreeSet<>(newest.keySet())) {
            long messages = sevenDays.getOrDefault(name, 0L);
            Duration pause = messages < 2 ? null : Duration.ofDays(7).dividedBy(messages);
            Duration quiet = Duration.between(newest.get(name), now);
            boolean silent = pause != null
                    && quiet.compareTo(Duration.ofHours(1)) > 0
                    && quiet.toSeconds() > SILENT_WHEN * pause.toSeconds();
            sources.add(
                    new Snapshot.Source(name, newest.get(name), today.getOrDefault(name, 0L), messages / 7.0, silent));
        }
        return sources;
    }
}
