package org.dhpbridge.console.page;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dhpbridge.console.signin.ConsoleFeature;
import org.dhpbridge.ledger.Causes;
import org.dhpbridge.ledger.Ledger;
import org.dhpbridge.ledger.LedgerMessage;
import org.dhpbridge.ledger.ReplayJobs;
import org.dhpbridge.ledger.Reports;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** The list of messages: the newest first, a page at a time, by a filter that is the address. */
@Controller
@ConsoleFeature
class MessagesPage {

    private static final int ROWS = 50;

    private final Pages pages;
    private final Ledger ledger;
    private final Reports reports;
    private final Causes causes;
    private final ReplayJobs jobs;
    private final Clock clock;

    MessagesPage(Pages pages, Ledger ledger, Reports reports, Causes causes, ReplayJobs jobs, Clock clock) {
        this.pages = pages;
        this.ledger = ledger;
        this.reports = reports;
        this.causes = causes;
        this.jobs = jobs;
        this.clock = clock;
    }

    @GetMapping("/console/messages")
    View list(
            HttpServletRequest request,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(defaultValue = "") String source,
            @RequestParam(defaultValue = "") String code,
            @RequestParam(defaultValue = "") String warning,
            @RequestParam(defaultValue = "") String cause,
            @RequestParam(defaultValue = "24") String hours,
            @RequestParam(required = false) Long before) {
        ListFilter filter = new ListFilter(state, source, code, warning, cause, hours);
        List<LedgerMessage> found = filter.isKnown() ? found(filter, before) : List.of();
        List<LedgerMessage> rows = found.size() > ROWS ? found.subList(0, ROWS) : found;
        Map<String, Object> model = new HashMap<>();
        model.put("filter", filter);
        model.put("sources", List.copyOf(reports.newestBySource().keySet()));
        model.put("warnings", List.copyOf(reports.warnings()));
        model.put("rows", rows);
        model.put("next", found.size() > ROWS ? rows.get(ROWS - 1).id() : null);
        return pages.view(request, filter.isKnown() ? 200 : 400, "messages", "messages", model);
    }

    private List<LedgerMessage> found(ListFilter filter, Long before) {
        return filter.cause().isEmpty()
                ? ledger.list(filter.messages(clock.instant(), before, ROWS + 1))
                : causes
                        .find(filter.cause())
                        .flatMap(cause -> filter.of(cause, clock.instant()))
                        .map(selection -> jobs.newest(selection, before, ROWS + 1))
                        .orElse(List.of())
                        .stream()
                        .flatMap(id -> ledger.find(id).stream())
                        .toList();
    }
}
