package org.dhpbridge.console.page;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dhpbridge.audit.Audit;
import org.dhpbridge.audit.AuditAction;
import org.dhpbridge.console.signin.ConsoleFeature;
import org.dhpbridge.console.signin.Operator;
import org.dhpbridge.console.signin.Right;
import org.dhpbridge.ledger.Ledger;
import org.dhpbridge.ledger.LedgerMessage;
import org.dhpbridge.ledger.MessageFilter;
import org.dhpbridge.ledger.Replay;
import org.dhpbridge.ledger.Reports;
import org.dhpbridge.ledger.State;
import org.dhpbridge.pipeline.DryRun;
import org.dhpbridge.pipeline.DryRuns;
import org.dhpbridge.pipeline.Replays.From;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.view.RedirectView;

/** Replays one message, or the dead messages of a cause, after a look at what would come of it. */
@Controller
@ConsoleFeature
class ReplayPage {

    /** Above this many messages their number must be typed. */
    static final long MANY = 100;

    private static final int SAMPLE = 5;
    private static final int SHORTEST_REASON = 5;
    private static final int LONGEST_REASON = 500;

    private final Pages pages;
    private final Ledger ledger;
    private final Reports reports;
    private final DryRuns dryRuns;
    private final Audit audit;
    private final Reveals reveals;

    ReplayPage(Pages pages, Ledger ledger, Reports reports, DryRuns dryRuns, Audit audit, Reveals reveals) {
        this.pages = pages;
        this.ledger = ledger;
        this.reports = reports;
        this.dryRuns = dryRuns;
        this.audit = audit;
        this.reveals = reveals;
    }

    private static Operator operator() {
        Operator operator = Pages.operator();
        if (!operator.may(Right.OPERATE)) {
            throw new AccessDeniedException("the role of an operator is missing");
        }
        return operator;
    }

    /** The dead messages of a cause: how many, and what a few of them would become now. */
    @GetMapping("/console/replay")
    View cause(HttpServletRequest request, @RequestParam String source, @RequestParam String code) {
        operator();
        return group(request, source, code, "", 200);
    }

    private View group(HttpServletRequest request, String source, String code, String refused, int status) {
        MessageFilter filter = filter(source, code);
        Map<String, Object> model = new HashMap<>();
        model.put("source", source);
        model.put("code", code);
        model.put("messages", reports.deadOf(source, code));
        model.put("runs", dryRuns.look(new DryRuns.Wish(ledger.list(filter.withLimit(SAMPLE)), From.TRANSFORM)));
        model.put("refused", refused);
        return pages.view(request, status, "replay", "failures", model);
    }

    private static MessageFilter filter(String source, String code) {
        return MessageFilter.of(State.DEAD).withSource(source).withErrorCode(code);
    }

    /** @param number how many they are, typed by the person when they are many */
    @PostMapping("/console/replay")
    View replayAll(
            HttpServletRequest request,
            @RequestParam String source,
            @RequestParam String code,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam(defaultValue = "") String number) {
        Operator operator = operator();
        long messages = reports.deadOf(source, code);
        if (!isReason(reason)) {
            return group(request, source, code, "reason", 400);
        }
        if (messages > MANY && !number.strip().equals(Long.toString(messages))) {
            return group(request, source, code, "number", 400);
        }
        audit.keep(
                operator.who(),
                AuditAction.REPLAY,
                "dead messages of " + source + ", " + code,
                messages + " messages: " + reason.strip());
        ledger.replay(filter(source, code), Replay.now(operator.who(), reason.strip()));
        return to("/console/messages?hours=all&source=" + Links.encoded(source));
    }

    /** What a replay of one message would do now, compared with what the platform holds. */
    @GetMapping("/console/messages/{id}/replay")
    View one(HttpServletRequest request, @PathVariable long id) {
        operator();
        return one(request, id, "", 200);
    }

    private View one(HttpServletRequest request, long id, String refused, int status) {
        Optional<LedgerMessage> message = ledger.find(id);
        if (message.isEmpty()) {
            return pages.view(request, 404, "missing", "messages", Map.of());
        }
        Optional<DryRun> run = dryRuns.look(new DryRuns.Wish(List.of(message.get()), From.TRANSFORM)).stream()
                .findFirst();
        Map<String, Object> model = new HashMap<>();
        model.put("message", message.get());
        model.put("run", run.orElse(null));
        model.put("shown", new Shown(reveals.until(request, id).isPresent()));
        model.put("refused", refused);
        return pages.view(request, status, "replayOne", "messages", model);
    }

    @PostMapping("/console/messages/{id}/replay")
    View replay(HttpServletRequest request, @PathVariable long id, @RequestParam(defaultValue = "") String reason) {
        Operator operator = operator();
        if (!isReason(reason)) {
            return one(request, id, "reason", 400);
        }
        String who = operator.who();
        audit.keep(
                who, AuditAction.REPLAY, "message " + id, reason.strip(), () -> ledger.replay(id, who, reason.strip()));
        return to("/console/messages/" + id);
    }

    private static boolean isReason(String reason) {
        return reason.strip().length() >= SHORTEST_REASON && reason.length() <= LONGEST_REASON;
    }

    private static View to(String path) {
        return new RedirectView(path, false, true, false);
    }
}
