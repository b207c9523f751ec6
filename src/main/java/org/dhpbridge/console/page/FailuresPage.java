package org.dhpbridge.console.page;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dhpbridge.console.signin.ConsoleFeature;
import org.dhpbridge.ledger.Causes;
import org.dhpbridge.ledger.Causes.Cause;
import org.dhpbridge.ledger.Failure;
import org.dhpbridge.ledger.Ledger;
import org.dhpbridge.ledger.LedgerMessage;
import org.dhpbridge.mapping.SiteSettings;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** Dead messages by what went wrong, with what to do. */
@Controller
@ConsoleFeature
class FailuresPage {

    private static final int DAYS = 7;

    private final Pages pages;
    private final Causes causes;
    private final Ledger ledger;
    private final Clock clock;
    private final ZoneId zone;

    FailuresPage(Pages pages, Causes causes, Ledger ledger, Clock clock, SiteSettings site) {
        this.pages = pages;
        this.causes = causes;
        this.ledger = ledger;
        this.clock = clock;
        this.zone = site.zone();
    }

    @GetMapping("/console/failures")
    View failures(HttpServletRequest request, @RequestParam(defaultValue = "") String sender) {
        Map<Cause, long[]> trends = causes.trends(days());
        List<FailureRow> rows = trends.entrySet().stream()
                .filter(cause ->
                        sender.isEmpty() || sender.equals(cause.getKey().from()))
                .map(cause -> row(cause.getKey(), cause.getValue()))
                .toList();
        List<String> senders =
                trends.keySet().stream().map(Cause::from).distinct().sorted().toList();
        return pages.view(request, "failures", "failures", Map.of("rows", rows, "senders", senders, "sender", sender));
    }

    private List<Instant> days() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), zone);
        List<Instant> days = new ArrayList<>();
        for (int before = DAYS - 1; before >= 0; before--) {
            days.add(today.minusDays(before).atStartOfDay(zone).toInstant());
        }
        return days;
    }

    private FailureRow row(Cause cause, long[] trend) {
        String sentence = ledger.find(cause.sample())
                .map(LedgerMessage::failure)
                .map(Failure::sentence)
                .orElse(null);
        return new FailureRow(cause, trend, sentence);
    }
}
