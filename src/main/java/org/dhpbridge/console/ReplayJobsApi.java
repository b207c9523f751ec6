package org.dhpbridge.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dhpbridge.audit.AuditAction;
import org.dhpbridge.ledger.ReplayJob;
import org.dhpbridge.ledger.ReplayJobs;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** The jobs that replay many messages, over HTTP; documented in {@code docs/api.md}. */
@RestController
@RequestMapping("/api/replays")
class ReplayJobsApi {

    private static final int MOST = 100;

    /**
     * @param state {@code running}, {@code paused}, {@code cancelled} or {@code done}
     * @param which the messages, in words
     * @param messages how many were selected
     * @param replayed how many became due so far
     * @param states where those stand now; null in lists
     * @param causes those that are dead again, by code; null in lists
     * @param warnings sentences on messages that were named by their numbers, and should not have been; null for none
     */
    record JobView(
            long job,
            String state,
            String which,
            String from,
            Double rate,
            long messages,
            long replayed,
            String who,
            String why,
            Instant begunAt,
            Map<String, Long> states,
            Map<String, Long> causes,
            @JsonInclude(JsonInclude.Include.NON_NULL) List<String> warnings) {

        static JobView of(ReplayJob job) {
            return of(job, (ReplayJobs.Outcome) null);
        }

        static JobView of(ReplayJob job, List<String> warnings) {
            return of(job, null, warnings.isEmpty() ? null : warnings);
        }

        static JobView of(ReplayJob job, ReplayJobs.Outcome outcome) {
            return of(job, outcome, null);
        }

        private static JobView of(ReplayJob job, ReplayJobs.Outcome outcome, List<String> warnings) {
            Map<String, Long> states = outcome == null ? null : new TreeMap<>();
            if (outcome != null) {
                outcome.states().forEach((state, count) -> states.put(state.code(), count));
            }
            return new JobView(
                    job.id(),
                    job.progress().code(),
                    job.selection().text(),
                    job.fromReceive() ? "receive" : "transform",
                    job.perSecond(),
                    job.total(),
                    job.replayed(),
                    job.who(),
                    job.why(),
                    job.createdAt(),
                    states,
                    outcome == null ? null : outcome.causes(),
                    warnings);
        }
    }

    private final ReplayJobs jobs;
    private final ApiCallers callers;

    ReplayJobsApi(ReplayJobs jobs, ApiCallers callers) {
        this.jobs = jobs;
        this.callers = callers;
    }

    @GetMapping
    List<JobView> list() {
        return jobs.list(MOST).stream().map(JobView::of).toList();
    }

    @GetMapping("/{id}")
    JobView one(@PathVariable long id) {
        return jobs.find(id)
                .map(job -> JobView.of(job, jobs.outcome(id)))
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.NOT_FOUND, "There is no replay " + id + "; GET /api/replays lists them."));
    }

    @PostMapping("/{id}/{change}")
    JobView change(@PathVariable long id, @PathVariable String change) {
        one(id);
        callers.does(AuditAction.REPLAY, "replay " + id, change);
        boolean changed =
                switch (change) {
                    case "pause" -> jobs.pause(id);
                    case "resume" -> jobs.resume(id);
                    case "cancel" -> jobs.cancel(id);
                    default ->
                        throw new ResponseStatusException(
                                HttpStatus.NOT_FOUND, "A replay can be told pause, resume or cancel.");
                };
        if (!changed) {
            throw new ResponseStatusException(
                    HttpStatus.CONFLICT,
                    "Replay " + id + " is " + one(id).state()
                            + "; running ones can be paused, paused ones resumed, both" + " cancelled.");
        }
        return one(id);
    }
}
