package org.dhpbridge.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.apache.camel.ProducerTemplate;
import org.dhpbridge.conformance.Issue;
import org.dhpbridge.ledger.Ledger;
import org.dhpbridge.ledger.LedgerMessage;
import org.dhpbridge.ledger.MessageFilter;
import org.dhpbridge.ledger.ReplayJob;
import org.dhpbridge.ledger.Selection;
import org.dhpbridge.ledger.State;
import org.dhpbridge.pipeline.DryRuns;
import org.dhpbridge.pipeline.Replays;
import org.dhpbridge.pipeline.UndoneCorrection;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Replays over HTTP, and what they would do; documented in {@code docs/api.md}. */
@RestController
@RequestMapping("/api/messages")
class ReplayApi {

    /**
     * @param more whether more messages match than are shown
     * @param messages {@link org.dhpbridge.pipeline.DryRun}s: what would become of each, were it replayed alone
     */
    record DryRunView(boolean dryRun, boolean more, List<?> messages) {}

    private final Ledger ledger;
    private final ProducerTemplate camel;
    private final ObjectMapper json;
    private final ApiCallers callers;

    ReplayApi(Ledger ledger, ProducerTemplate camel, ObjectMapper json, ApiCallers callers) {
        this.ledger = ledger;
        this.camel = camel;
        this.json = json;
        this.callers = callers;
    }

    @PostMapping("/{id}/replay")
    ResponseEntity<?> one(
            @PathVariable long id,
            @RequestParam(required = false) Boolean dryRun,
            @RequestBody(required = false) ObjectNode body) {
        ReplayRequest request = ReplayRequest.of(body, json);
        LedgerMessage message = ledger.find(id)
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.NOT_FOUND, "There is no message " + id + "; GET /api/messages lists them."));
        if (isDry(dryRun, request)) {
            return look(List.of(message), false, request);
        }
        ReplayJob job = replay(Selection.of(List.of(id)), request);
        if (job.replayed() == 0) {
            throw new ResponseStatusException(
                    HttpStatus.CONFLICT, "Message " + id + " has not ended; what is due is tried again by itself.");
        }
        return accepted(job, List.of(id));
    }

    @PostMapping("/replay")
    ResponseEntity<?> many(
            @RequestParam(required = false) String state,
            @RequestParam(required = false) String source,
            @RequestParam(required = false) String errorCode,
            @RequestParam(required = false) Boolean dryRun,
            @RequestBody(required = false) ObjectNode body) {
        ReplayRequest request = ReplayRequest.of(body, json);
        if (request.ids() != null && (state != null || source != null || errorCode != null)) {
            throw Filters.badRequest("Give ids or a filter, not both.", null);
        }
        int shown = request.shown();
        MessageFilter filter = Filters.of(
                state == null ? request.state() : state,
                State.DEAD,
                source == null ? request.source() : source,
                errorCode == null ? request.errorCode() : errorCode,
                null,
                request.since(),
                request.before(),
                null,
                shown + 1);
        if (isDry(dryRun, request)) {
            List<LedgerMessage> found = request.ids() == null
                    ? ledger.list(filter)
                    : request.ids().stream()
                            .map(ledger::find)
                            .flatMap(Optional::stream)
                            .toList();
            return look(found.subList(0, Math.min(shown, found.size())), found.size() > shown, request);
        }
        try {
            boolean named = request.ids() != null;
            return accepted(
                    replay(named ? Selection.of(request.ids()) : Selection.of(filter), request),
                    named ? request.ids() : List.of());
        } catch (IllegalArgumentException due) {
            throw Filters.badRequest(due.getMessage(), due);
        }
    }

    private static boolean isDry(Boolean parameter, ReplayRequest request) {
        return Boolean.TRUE.equals(parameter) || Boolean.TRUE.equals(request.dryRun());
    }

    private ResponseEntity<?> look(List<LedgerMessage> messages, boolean more, ReplayRequest request) {
        callers.reveals(
                messages.stream().map(message -> "message " + message.id()).toList(), request.why());
        List<?> looked =
                camel.requestBody("direct:dry-run", new DryRuns.DryRunWish(messages, request.start()), List.class);
        return ResponseEntity.ok(new DryRunView(true, more, looked));
    }

    private ReplayJob replay(Selection selection, ReplayRequest request) {
        String who = callers.replays(selection.text(), request);
        return camel.requestBody(
                "direct:replay",
                new Replays.ReplayWish(selection, request.start(), request.rate(), null, who, request.why(), null),
                ReplayJob.class);
    }

    /** @param named the messages that were named by their numbers: a person may have written one anew since */
    private ResponseEntity<?> accepted(ReplayJob job, List<Long> named) {
        List<String> warnings = named.stream()
                .flatMap(id -> UndoneCorrection.of(ledger, id).stream())
                .map(Issue::diagnostics)
                .toList();
        return ResponseEntity.accepted().body(ReplayJobsApi.JobView.of(job, warnings));
    }
}
