package org.dhpbridge.console.page;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.dhpbridge.audit.Audit;
import org.dhpbridge.audit.AuditAction;
import org.dhpbridge.console.Reason;
import org.dhpbridge.console.signin.ConsoleFeature;
import org.dhpbridge.console.signin.Operator;
import org.dhpbridge.console.signin.Right;
import org.dhpbridge.ledger.Causes;
import org.dhpbridge.ledger.Ledger;
import org.dhpbridge.ledger.LedgerMessage;
import org.dhpbridge.ledger.ReplayJob;
import org.dhpbridge.ledger.ReplayJobs;
import org.dhpbridge.pipeline.DryRun;
import org.dhpbridge.pipeline.DryRuns;
import org.dhpbridge.pipeline.PublishedCodes;
import org.dhpbridge.pipeline.Replays;
import org.dhpbridge.pipeline.Replays.From;
import org.dhpbridge.pipeline.UndoneCorrection;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** Replays one message, or all of a group, after a look at what would come of it. */
@Controller
@ConsoleFeature
class ReplayPage {

    /** Above this many messages their number must be typed. */
    static final long MANY = 100;

    private static final int SAMPLE = 20;
    private static final double HIGHEST_RATE = 1000;

    /** The form was sent twice at the same time. */
    private static final class TwiceException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient ReplayJob job;

        private TwiceException(ReplayJob job) {
            this.job = job;
        }
    }

    private final Pages pages;
    private final Ledger ledger;
    private final Causes causes;
    private final ReplayJobs jobs;
    private final Replays replays;
    private final DryRuns dryRuns;
    private final Audit audit;
    private final Reveals reveals;

    ReplayPage(
            Pages pages,
            Ledger ledger,
            Causes causes,
            ReplayJobs jobs,
            Replays replays,
            DryRuns dryRuns,
            Audit audit,
            Reveals reveals) {
        this.pages = pages;
        this.ledger = ledger;
        this.causes = causes;
        this.jobs = jobs;
        this.replays = replays;
        this.dryRuns = dryRuns;
        this.audit = audit;
        this.reveals = reveals;
    }

    /** The messages of a group: how many, and what some of them would become now. */
    @GetMapping("/console/replay")
    View group(
            HttpServletRequest request,
            @RequestParam(defaultValue = "") String cause,
            @RequestParam(defaultValue = "") String touched) {
        Pages.require(Right.OPERATE);
        return Group.of(cause, touched, causes, ledger)
                .map(group -> group(request, group, "", 200))
                .orElseGet(() -> pages.missing(request, "failures"));
    }

    private View group(HttpServletRequest request, Group group, String refused, int status) {
        List<LedgerMessage> sample = jobs.newest(group.selection(), null, SAMPLE).stream()
                .flatMap(id -> ledger.find(id).stream())
                .toList();
        List<DryRun> runs = dryRuns.look(new DryRuns.DryRunWish(sample, From.TRANSFORM));
        Map<String, Object> model = new HashMap<>();
        model.put("group", group);
        model.put("messages", jobs.count(group.selection()));
        model.put("runs", runs);
        model.put(
                "tally",
                runs.stream().collect(Collectors.groupingBy(DryRun::wouldBe, TreeMap::new, Collectors.counting())));
        model.put("refused", refused);
        model.put("form", UUID.randomUUID().toString());
        return pages.view(request, group.address(), status, "replay", "failures", model);
    }

    /**
     * @param number how many they are, typed by the person when they are many
     * @param rate messages a second; empty for as many as can be
     * @param form which form it is: whoever presses twice, or goes back and presses again, asked once
     */
    @PostMapping("/console/replay")
    View replayAll(
            HttpServletRequest request,
            @RequestParam(defaultValue = "") String cause,
            @RequestParam(defaultValue = "") String touched,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam(defaultValue = "") String number,
            @RequestParam(defaultValue = "") String rate,
            @RequestParam(required = false) UUID form) {
        Operator operator = Pages.require(Right.OPERATE);
        String asked = form == null ? null : form.toString();
        Optional<ReplayJob> begun = jobs.ofForm(asked);
        if (begun.isPresent()) {
            return to(begun.get());
        }
        Optional<Group> found = Group.of(cause, touched, causes, ledger);
        if (found.isEmpty()) {
            return pages.missing(request, "failures");
        }
        Group group = found.get();
        long messages = jobs.count(group.selection());
        String refused = refused(reason, rate, messages, number);
        if (refused != null) {
            return group(request, group, refused, 400);
        }
        Replays.ReplayWish wish = new Replays.ReplayWish(
                group.selection(),
                From.TRANSFORM,
                rate.isBlank() ? null : Double.valueOf(rate.strip()),
                group.code() == null ? null : ledger.now().plus(PublishedCodes.FOLLOWED_AFTER),
                operator.who(),
                reason.strip(),
                asked);
        try {
            return to(audit.keep(
                    operator.who(),
                    AuditAction.REPLAY,
                    group.text(),
                    messages + " messages: " + reason.strip(),
                    () -> begin(wish)));
        } catch (TwiceException e) {
            return to(e.job);
        }
    }

    /** In the transaction of its row in the audit, which only one bridge has at a time. */
    private ReplayJob begin(Replays.ReplayWish wish) {
        jobs.ofForm(wish.form()).ifPresent(job -> {
            throw new TwiceException(job);
        });
        return replays.begin(wish);
    }

    private static View to(ReplayJob job) {
        return Pages.to("/console/replays/" + job.id());
    }

    private static String refused(String reason, String rate, long messages, String number) {
        if (!Reason.isOne(reason)) {
            return "reason";
        }
        if (!rate.isBlank() && !isRate(rate.strip())) {
            return "rate";
        }
        return messages > MANY && !number.strip().equals(Long.toString(messages)) ? "number" : null;
    }

    private static boolean isRate(String rate) {
        return rate.matches("\\d{1,4}(\\.\\d{1,3})?")
                && Double.parseDouble(rate) > 0
                && Double.parseDouble(rate) <= HIGHEST_RATE;
    }

    /** What a replay of one message would do now, compared with what the platform holds. */
    @GetMapping("/console/messages/{id}/replay")
    View one(HttpServletRequest request, @PathVariable long id) {
        Pages.require(Right.OPERATE);
        return one(request, id, "", 200);
    }

    private View one(HttpServletRequest request, long id, String refused, int status) {
        Optional<LedgerMessage> message = ledger.find(id);
        if (message.isEmpty()) {
            return pages.missing(request, "messages");
        }
        Optional<DryRun> run = dryRuns.look(new DryRuns.DryRunWish(List.of(message.get()), From.TRANSFORM)).stream()
                .findFirst();
        Map<String, Object> model = new HashMap<>();
        model.put("message", message.get());
        model.put("run", run.orElse(null));
        model.put("corrected", UndoneCorrection.by(ledger, id).orElse(null));
        model.put("shown", new Shown(reveals.until(request, id).isPresent()));
        model.put("refused", refused);
        return pages.view(request, "/console/messages/" + id + "/replay", status, "replayOne", "messages", model);
    }

    @PostMapping("/console/messages/{id}/replay")
    View replay(HttpServletRequest request, @PathVariable long id, @RequestParam(defaultValue = "") String reason) {
        Operator operator = Pages.require(Right.OPERATE);
        if (!Reason.isOne(reason)) {
            return one(request, id, "reason", 400);
        }
        String who = operator.who();
        audit.keep(
                who, AuditAction.REPLAY, "message " + id, reason.strip(), () -> ledger.replay(id, who, reason.strip()));
        return Pages.to("/console/messages/" + id);
    }
}
