package org.dhpbridge.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.ProducerTemplate;
import org.dhpbridge.ledger.HistoryEntry;
import org.dhpbridge.ledger.Ledger;
import org.dhpbridge.ledger.LedgerMessage;
import org.dhpbridge.ledger.MessageFilter;
import org.dhpbridge.ledger.State;
import org.dhpbridge.pipeline.Replays.Wish;
import org.dhpbridge.trace.Traces;
import org.springframework.http.HttpStatus;
import org.springframework.util.MimeTypeUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
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
            JsonNode filled,
            JsonNode placed,
            JsonNode outcome,
            List<HistoryEntry> history,
            String traceId,
            String payload,
            String payloadEncoding) {}

    record ErrorView(String code, String step, String text) {}

    /**
     * Which messages to replay.
     *
     * @param state {@code dead} when left out
     * @param before received before
     */
    record ReplayRequest(
            String state, String source, String errorCode, Instant since, Instant before, String who, String why) {

        static final ReplayRequest NONE = new ReplayRequest(null, null, null, null, null, null, null);
    }

    private final Ledger ledger;
    private final ProducerTemplate camel;

    MessagesApi(Ledger ledger, ProducerTemplate camel) {
        this.ledger = ledger;
        this.camel = camel;
    }

    @GetMapping
    List<MessageView> list(
            @RequestParam(required = false) String state,
            @RequestParam(required = false) String source,
            @RequestParam(required = false) String errorCode,
            @RequestParam(required = false) Long before,
            @RequestParam(defaultValue = "" + DEFAULT_LIMIT) int limit) {
        MessageFilter filter = filter(state, null, source, errorCode, null, null, before, limit);
        return ledger.list(filter).stream()
                .map(message -> view(message, false, null, null, null))
                .toList();
    }

    @GetMapping("/{id}")
    MessageView one(@PathVariable long id, @RequestParam(defaultValue = "false") boolean payload) {
        LedgerMessage message = find(id);
        if (!payload) {
            return view(message, true, ledger.history(id), null, null);
        }
        byte[] bytes = ledger.payload(id).orElseThrow(() -> notFound(id));
        List<HistoryEntry> history = ledger.history(id);
        Charset declared = MimeTypeUtils.parseMimeType(message.contentType()).getCharset();
        Charset charset = declared == null ? StandardCharsets.UTF_8 : declared;
        try {
            String text = charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return view(message, true, history, text, charset.name());
        } catch (CharacterCodingException otherwiseEncoded) {
            return view(message, true, history, Base64.getEncoder().encodeToString(bytes), "base64");
        }
    }

    @PostMapping("/{id}/replay")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Map<String, Integer> replay(@PathVariable long id, @RequestBody(required = false) ReplayRequest request) {
        find(id);
        ReplayRequest wish = request == null ? ReplayRequest.NONE : request;
        int replayed = camel.requestBody("direct:replay", new Wish(id, null, who(wish), wish.why()), Integer.class);
        if (replayed == 0) {
            throw new ResponseStatusException(
                    HttpStatus.CONFLICT, "Message " + id + " has not ended; what is due is tried again by itself.");
        }
        return Map.of("replayed", replayed);
    }

    @PostMapping("/replay")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Map<String, Integer> replay(
            @RequestParam(required = false) String state,
            @RequestParam(required = false) String source,
            @RequestParam(required = false) String errorCode,
            @RequestBody(required = false) ReplayRequest request) {
        ReplayRequest wish = request == null ? ReplayRequest.NONE : request;
        MessageFilter filter = filter(
                state == null ? wish.state() : state,
                State.DEAD,
                source == null ? wish.source() : source,
                errorCode == null ? wish.errorCode() : errorCode,
                wish.since(),
                wish.before(),
                null,
                DEFAULT_LIMIT);
        return Map.of(
                "replayed",
                camel.requestBody("direct:replay", new Wish(null, filter, who(wish), wish.why()), Integer.class));
    }

    private static String who(ReplayRequest request) {
        return request.who() == null ? "api" : request.who();
    }

    private static MessageFilter filter(
            String state,
            State otherwise,
            String source,
            String errorCode,
            Instant since,
            Instant until,
            Long before,
            int limit) {
        try {
            Set<State> states = state == null || state.isBlank()
                    ? otherwise == null ? Set.of() : Set.of(otherwise)
                    : Set.of(State.of(state));
            return new MessageFilter(states, blankToNull(source), blankToNull(errorCode), since, until, before, limit);
        } catch (IllegalArgumentException e) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, e.getMessage(), e);
        }
    }

    private static String blankToNull(String text) {
        return text == null || text.isBlank() ? null : text;
    }

    private LedgerMessage find(long id) {
        return ledger.find(id).orElseThrow(() -> notFound(id));
    }

    private static ResponseStatusException notFound(long id) {
        return new ResponseStatusException(
                HttpStatus.NOT_FOUND, "There is no message " + id + "; GET /api/messages lists them.");
    }

    private static MessageView view(
            LedgerMessage message, boolean whole, List<HistoryEntry> history, String payload, String encoding) {
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
                failure == null ? null : new ErrorView(failure.code(), failure.step(), failure.sentence()),
                result.filled(),
                result.placed(),
                whole && failure != null ? failure.outcome() : null,
                history,
                whole ? Traces.idOf(message.source(), message.id(), message.receivedAt()) : null,
                payload,
                encoding);
    }
}
