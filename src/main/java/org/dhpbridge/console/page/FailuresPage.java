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
import org.dhpbridge.ledger.Ledger;
import org.dhpbridge.ledger.LedgerMessage;
import org.dhpbridge.ledger.Reports;
import org.dhpbridge.ledger.Reports.Cause;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.View;

/** Dead messages by what went wrong, with what to do. */
@Controller
@ConsoleFeature
class FailuresPage {

    private static final int DAYS = 7;

    private final Pages pages;
    private final Reports reports;
    private final Ledger ledger;
    private final Clock clock;
    private final ZoneId zone;

    FailuresPage(Pages pages, Reports reports, Ledger ledger, Clock clock, @Value("${dhp.site.zone}") ZoneId zone) {
        this.pages = pages;
        this.reports = reports;
        this.ledger = ledger;
        this.clock = clock;
        this.zone = zone;
    }

    @GetMapping("/console/failures")
    View failures(HttpServletRequest request) {
        Map<String, long[]> trends = reports.trends(days());
        List<FailureRow> rows = reports.causes().stream()
                .map(cause -> row(cause, trends.getOrDefault(cause.key(), new long[DAYS])))
                .toList();
        return pages.view(request, "failures", "failures", Map.of("rows", rows));
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
        return ledger.find(cause.sample())
                .map(LedgerMessage::failure)
                .map(failure -> new FailureRow(cause, trend, failure.sentence(), failure.element()))
                .orElseGet(() -> new FailureRow(cause, trend, null, null));
    }
}
