package org.dhpbridge.console.page;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.dhpbridge.audit.Audit;
import org.dhpbridge.audit.AuditAction;
import org.dhpbridge.console.Reason;
import org.dhpbridge.console.signin.ConsoleFeature;
import org.dhpbridge.console.signin.Operator;
import org.dhpbridge.console.signin.Right;
import org.dhpbridge.ledger.Ledger;
import org.dhpbridge.ledger.Pause;
import org.dhpbridge.ledger.Pauses;
import org.dhpbridge.ledger.Reports;
import org.dhpbridge.pipeline.FilesAside;
import org.dhpbridge.pipeline.PausedWork;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** Sources and delivery: what is read and sent, what somebody paused and until when. */
@Controller
@ConsoleFeature
class FlowPage {

    private static final Set<String> HOURS = Set.of("1", "4", "24", "168", "always");

    /** What the person saw is not so any more. */
    private static final class ChangedException extends RuntimeException {

        private static final long serialVersionUID = 1;
    }

    private final Pages pages;
    private final PausedWork paused;
    private final Pauses pauses;
    private final Overview overview;
    private final FilesAside aside;
    private final Reports reports;
    private final Ledger ledger;
    private final Audit audit;

    FlowPage(
            Pages pages,
            PausedWork paused,
            Pauses pauses,
            Overview overview,
            FilesAside aside,
            Reports reports,
            Ledger ledger,
            Audit audit) {
        this.overview = overview;
        this.aside = aside;
        this.pages = pages;
        this.paused = paused;
        this.pauses = pauses;
        this.reports = reports;
        this.ledger = ledger;
        this.audit = audit;
    }

    @GetMapping("/console/flow")
    View flow(HttpServletRequest request) {
        return flow(request, "", 200);
    }

    private View flow(HttpServletRequest request, String refused, int status) {
        paused.refresh();
        Map<String, Instant> newest = reports.newestBySource();
        List<FlowRow> rows = new ArrayList<>();
        rows.add(new FlowRow(
                Pause.DELIVERY,
                null,
                true,
                null,
                null,
                overview.delivery(),
                paused.delivery().orElse(null)));
        Map<String, FilesAside.Aside> unread =
                aside.now().stream().collect(Collectors.toMap(FilesAside.Aside::source, one -> one));
        for (PausedWork.PausableSource source : paused.sources()) {
            rows.add(new FlowRow(
                    Pause.source(source.name()),
                    source.name(),
                    source.running(),
                    newest.get(source.name()),
                    unread.get(source.name()),
                    null,
                    paused.source(source.name()).orElse(null)));
        }
        Map<String, Object> model = new HashMap<>();
        model.put("rows", rows);
        model.put("refused", refused);
        return pages.view(request, status, "flow", "flow", model);
    }

    private Set<String> targets() {
        Set<String> targets = new TreeSet<>(Set.of(Pause.DELIVERY));
        paused.sources().forEach(source -> targets.add(Pause.source(source.name())));
        return targets;
    }

    /**
     * @param hours for how long, as {@code 4}; {@code always} until somebody ends it
     * @param seen stamp of the pause that the person saw, empty for none: somebody may have paused it meanwhile
     */
    @PostMapping("/console/flow/pause")
    View pause(
            HttpServletRequest request,
            @RequestParam String target,
            @RequestParam(defaultValue = "always") String hours,
            @RequestParam(defaultValue = "") String seen,
            @RequestParam(defaultValue = "") String reason) {
        Operator operator = Pages.require(Right.OPERATE);
        if (!targets().contains(target) || !HOURS.contains(hours)) {
            return pages.missing(request, "flow");
        }
        if (!Reason.isOne(reason)) {
            return flow(request, "reason", 400);
        }
        Instant until = hours.equals("always") ? null : ledger.now().plus(Duration.ofHours(Long.parseLong(hours)));
        try {
            audit.keep(
                    operator.who(),
                    AuditAction.HOLD,
                    target,
                    "paused" + (until == null ? "" : " until " + until.truncatedTo(ChronoUnit.SECONDS)) + ": "
                            + reason.strip(),
                    () -> {
                        requireAsSeen(target, seen);
                        return pauses.begin(target, operator.who(), reason.strip(), until);
                    });
        } catch (ChangedException e) {
            return flow(request, "changed", 409);
        }
        return Pages.to("/console/flow");
    }

    /** In the transaction of its row in the audit, which only one bridge has at a time. */
    private void requireAsSeen(String target, String seen) {
        if (!current(target).map(Pause::stamp).orElse("").equals(seen)) {
            throw new ChangedException();
        }
    }

    private Optional<Pause> current(String target) {
        return pauses.current().stream()
                .filter(pause -> pause.target().equals(target))
                .findFirst();
    }

    /** @param seen stamp of the pause that the person saw: another one may have taken its place meanwhile */
    @PostMapping("/console/flow/resume")
    View resume(HttpServletRequest request, @RequestParam String target, @RequestParam(defaultValue = "") String seen) {
        Operator operator = Pages.require(Right.OPERATE);
        if (current(target).isEmpty()) {
            return Pages.to("/console/flow");
        }
        try {
            audit.keep(operator.who(), AuditAction.HOLD, target, "resumed", () -> {
                requireAsSeen(target, seen);
                return pauses.end(target);
            });
        } catch (ChangedException e) {
            return flow(request, "changed", 409);
        }
        return Pages.to("/console/flow");
    }
}
