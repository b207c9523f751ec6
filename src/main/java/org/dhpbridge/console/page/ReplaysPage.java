package org.dhpbridge.console.page;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import org.dhpbridge.audit.Audit;
import org.dhpbridge.audit.AuditAction;
import org.dhpbridge.console.signin.ConsoleFeature;
import org.dhpbridge.console.signin.Right;
import org.dhpbridge.ledger.Ledger;
import org.dhpbridge.ledger.ReplayJob;
import org.dhpbridge.ledger.ReplayJobs;
import org.dhpbridge.ledger.Selection;
import org.dhpbridge.ledger.State;
import org.dhpbridge.ledger.UnmappedCode;
import org.dhpbridge.ledger.UnmappedCount;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/** The replays of many messages: how far each is, and what became of its messages. */
@Controller
@ConsoleFeature
class ReplaysPage {

    private static final int MOST = 100;
    /** Of htmx: whoever asks again and again asks no more. */
    private static final int STOP_ASKING = 286;

    private final Pages pages;
    private final ReplayJobs jobs;
    private final Ledger ledger;
    private final Audit audit;

    ReplaysPage(Pages pages, ReplayJobs jobs, Ledger ledger, Audit audit) {
        this.ledger = ledger;
        this.pages = pages;
        this.jobs = jobs;
        this.audit = audit;
    }

    @GetMapping("/console/replays")
    View list(HttpServletRequest request) {
        return pages.view(request, "replays", "replays", Map.of("jobs", jobs.list(MOST)));
    }

    /** The page, or, when the page asks for what changed, its part. */
    @GetMapping("/console/replays/{id}")
    View one(HttpServletRequest request, @PathVariable long id) {
        Optional<ReplayJob> job = jobs.find(id);
        if (job.isEmpty()) {
            return pages.missing(request, "replays");
        }
        ReplayJobs.Outcome outcome = jobs.outcome(id);
        boolean over = !job.get().isOpen() && outcome.of(State.DUE) == 0;
        Map<String, Object> model = new HashMap<>();
        model.put("job", job.get());
        model.put("outcome", outcome);
        model.put("code", code(job.get().selection()).orElse(null));
        if (request.getHeader("HX-Request") != null) {
            return pages.view(request, over ? STOP_ASKING : 200, "replayJobBody", "replays", model);
        }
        model.put("over", over);
        return pages.view(request, "replayJob", "replays", model);
    }

    /** The code for whose sake they are replayed; empty for another replay, and when it stands in no message any more. */
    private Optional<UnmappedCode> code(Selection selection) {
        return Stream.of(selection.touched(), selection.lacking())
                .filter(key -> key != null && !key.isEmpty())
                .findFirst()
                .flatMap(ledger::unmapped)
                .map(UnmappedCount::code);
    }

    @PostMapping("/console/replays/{id}/pause")
    View pause(@PathVariable long id) {
        return change(id, "paused", jobs::pause);
    }

    @PostMapping("/console/replays/{id}/resume")
    View resume(@PathVariable long id) {
        return change(id, "resumed", jobs::resume);
    }

    @PostMapping("/console/replays/{id}/cancel")
    View cancel(@PathVariable long id) {
        return change(id, "cancelled", jobs::cancel);
    }

    private View change(long id, String what, LongPredicate change) {
        audit.keep(Pages.require(Right.OPERATE).who(), AuditAction.REPLAY, "replay " + id, what, () -> change.test(id));
        return Pages.to("/console/replays/" + id);
    }
}
