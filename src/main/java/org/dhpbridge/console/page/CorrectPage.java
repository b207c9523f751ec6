package org.dhpbridge.console.page;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.dhpbridge.audit.Audit;
import org.dhpbridge.audit.AuditAction;
import org.dhpbridge.console.Reason;
import org.dhpbridge.console.signin.ConsoleFeature;
import org.dhpbridge.console.signin.Operator;
import org.dhpbridge.console.signin.Right;
import org.dhpbridge.ledger.Ledger;
import org.dhpbridge.ledger.LedgerKeyException;
import org.dhpbridge.ledger.LedgerMessage;
import org.dhpbridge.ledger.NewMessage;
import org.dhpbridge.ledger.State;
import org.dhpbridge.pipeline.Receiver;
import org.dhpbridge.source.RawMessage;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** The last resort: a message that a person writes in the place of one that has ended. The other stays as it is. */
@Controller
@ConsoleFeature
class CorrectPage {

    private static final int LONGEST = 500_000;

    /** The very correction is in the ledger already. */
    private static final class TwiceException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** @param payload of the message */
    private record Open(LedgerMessage message, Editable editable, byte[] payload) {}

    private final Pages pages;
    private final Ledger ledger;
    private final Receiver receiver;
    private final Reveals reveals;
    private final Audit audit;
    private final ObjectMapper json;

    CorrectPage(Pages pages, Ledger ledger, Receiver receiver, Reveals reveals, Audit audit, ObjectMapper json) {
        this.pages = pages;
        this.ledger = ledger;
        this.receiver = receiver;
        this.reveals = reveals;
        this.audit = audit;
        this.json = json;
    }

    @GetMapping("/console/messages/{id}/correct")
    View show(HttpServletRequest request, @PathVariable long id) {
        Pages.require(Right.EDIT);
        if (reveals.until(request, id).isEmpty()) {
            return Pages.to("/console/messages/" + id + "#reveal");
        }
        return open(id).map(open -> page(request, open, open.editable().text(open.payload()), "", 200))
                .orElseGet(() -> pages.missing(request, "messages"));
    }

    @PostMapping("/console/messages/{id}/correct")
    View correct(
            HttpServletRequest request,
            @PathVariable long id,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam(defaultValue = "false") boolean look) {
        Operator operator = Pages.require(Right.EDIT);
        if (reveals.until(request, id).isEmpty()) {
            return Pages.to("/console/messages/" + id + "#reveal");
        }
        String written = text.replace("\r\n", "\n");
        return open(id).map(open -> look
                        ? page(request, open, written, "", 200)
                        : correct(request, operator, open, written, reason))
                .orElseGet(() -> pages.missing(request, "messages"));
    }

    private View correct(HttpServletRequest request, Operator operator, Open open, String text, String reason) {
        Optional<RawMessage> written = text.length() > LONGEST
                ? Optional.empty()
                : open.editable().message(text).filter(raw -> open.editable()
                        .isSameKind(open.payload(), raw.payload()));
        String refused = refused(open, text, written, reason);
        if (refused != null) {
            return page(request, open, text, refused, 400);
        }
        long id = open.message().id();
        String why = reason.strip();
        NewMessage message = receiver.corrected(
                written.get(), open.message().source(), new NewMessage.Correction(id, operator.who(), why));
        try {
            audit.keep(operator.who(), AuditAction.EDIT, "message " + id, "corrected by a new message: " + why, () -> {
                if (!ledger.correct(message)) {
                    throw new TwiceException();
                }
                return message;
            });
        } catch (TwiceException e) {
            return page(request, open, text, "twice", 409);
        }
        return Pages.to("/console/messages/" + id + "#corrections");
    }

    private static String refused(Open open, String text, Optional<RawMessage> written, String reason) {
        if (text.length() > LONGEST) {
            return "long";
        }
        if (written.isEmpty()) {
            return "kind";
        }
        if (text.strip().equals(open.editable().text(open.payload()).strip())) {
            return "same";
        }
        return Reason.isOne(reason) ? null : "reason";
    }

    /** Empty when there is no such message, it is not at its end, or its content is gone or cannot be changed as a text. */
    private Optional<Open> open(long id) {
        try {
            return ledger.find(id)
                    .filter(message -> message.state() != State.DUE)
                    .flatMap(message -> Editable.of(message, json).flatMap(editable -> ledger.payload(id)
                            .map(payload -> new Open(message, editable, payload))));
        } catch (LedgerKeyException e) {
            return Optional.empty();
        }
    }

    private View page(HttpServletRequest request, Open open, String text, String refused, int status) {
        Map<String, Object> model = new HashMap<>();
        model.put("id", open.message().id());
        model.put("text", text);
        model.put("changed", ChangedLine.between(open.editable().text(open.payload()), text));
        model.put("refused", refused);
        String address = "/console/messages/" + open.message().id() + "/correct";
        return pages.view(request, address, status, "correct", "messages", model);
    }
}
