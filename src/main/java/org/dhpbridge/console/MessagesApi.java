package org.dhpbridge.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.StreamSupport;
import org.dhpbridge.ledger.HistoryEntry;
import org.dhpbridge.ledger.Ledger;
import org.dhpbridge.ledger.LedgerMessage;
import org.dhpbridge.ledger.MessageFilter;
import org.dhpbridge.source.ContentType;
import org.dhpbridge.trace.Traces;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Messages and their fates over HTTP; documented in {@code docs/api.md}. */
@RestController
@RequestMapping("/api/messages")
class MessagesApi {

    private static final int DEFAULT_LIMIT = 100;

    /** What a list shows of a message: nothing that could identify a patient. */
    record MessageView(
            long id,
            String source,
            String location,
            String contentType,
            String state,
            String subject,
            String mapping,
            String mappingVersion,
            String profilePack,
            Instant receivedAt,
            Instant eventTime,
            int attempts,
            Instant nextAttemptAt,
            Instant endedAt,
            ErrorView error,
            long warnings,
            JsonNode issues,
            JsonNode filled,
            JsonNode placed,
            JsonNode outcome,
            List<HistoryEntry> history,
            String traceId,
            String payload,
            String payloadEncoding) {}

    record ErrorView(String code, String step, String element, String text) {}

    private final Ledger ledger;
    private final ApiCallers callers;

    MessagesApi(Ledger ledger, ApiCallers callers) {
        this.ledger = ledger;
        this.callers = callers;
    }

    @GetMapping
    List<MessageView> list(
            @RequestParam(required = false) String state,
            @RequestParam(required = false) String source,
            @RequestParam(required = false) String errorCode,
            @RequestParam(required = false) String warning,
            @RequestParam(required = false) Long before,
            @RequestParam(defaultValue = "" + DEFAULT_LIMIT) int limit) {
        MessageFilter filter = Filters.of(state, null, source, errorCode, warning, null, null, before, limit);
        return ledger.list(filter).stream()
                .map(message -> view(message, false, false, null, null, null))
                .toList();
    }

    /** @param reason of somebody who is signed in, for the payload */
    @GetMapping("/{id}")
    MessageView one(
            @PathVariable long id,
            @RequestParam(defaultValue = "false") boolean payload,
            @RequestParam(defaultValue = "") String reason,
            Principal caller) {
        LedgerMessage message = find(id);
        if (!payload) {
            return view(message, true, caller != null && !callers.isSignedIn(), ledger.history(id), null, null);
        }
        byte[] bytes = ledger.payload(id).orElseThrow(() -> notFound(id));
        callers.reveals(List.of("message " + id), reason);
        List<HistoryEntry> history = ledger.history(id);
        Charset charset =
                ContentType.parse(message.contentType()).knownCharset().orElse(StandardCharsets.UTF_8);
        try {
            String text = charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return view(message, true, true, history, text, charset.name());
        } catch (CharacterCodingException otherwiseEncoded) {
            return view(message, true, true, history, Base64.getEncoder().encodeToString(bytes), "base64");
        }
    }

    private LedgerMessage find(long id) {
        return ledger.find(id).orElseThrow(() -> notFound(id));
    }

    private static ResponseStatusException notFound(long id) {
        return new ResponseStatusException(
                HttpStatus.NOT_FOUND, "There is no message " + id + "; GET /api/messages lists them.");
    }

    /**
     * @param whole with what only one message is asked for
     * @param outcome with the platform's own words, which may quote a person's data
     */
    private static MessageView view(
            LedgerMessage message,
            boolean whole,
            boolean outcome,
            List<HistoryEntry> history,
            String payload,
            String encoding) {
        var failure = message.failure();
        var result = message.result();
        return new MessageView(
                message.id(),
                message.source(),
                message.location(),
                message.contentType(),
                message.state().code(),
                message.subject(),
                result.mapping(),
                result.mappingVersion(),
                result.pack(),
                message.receivedAt(),
                message.eventTime(),
                message.attempts(),
                message.nextAttemptAt(),
                message.endedAt(),
                failure == null
                        ? null
                        : new ErrorView(failure.code(), failure.step(), failure.element(), failure.sentence()),
                warnings(result.issues()),
                whole ? result.issues() : null,
                result.filled(),
                result.placed(),
                outcome && failure != null ? failure.outcome() : null,
                history,
                whole ? Traces.idOf(message.source(), message.id(), message.receivedAt()) : null,
                payload,
                encoding);
    }

    private static long warnings(JsonNode issues) {
        return issues == null
                ? 0
                : StreamSupport.stream(issues.spliterator(), false)
                        .filter(issue -> issue.path("severity").asText().equals("warning"))
                        .count();
    }
}
