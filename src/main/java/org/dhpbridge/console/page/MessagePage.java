package org.dhpbridge.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dhpbridge.anatomy.Anatomist;
import org.dhpbridge.anatomy.Anatomy;
import org.dhpbridge.console.Reason;
import org.dhpbridge.console.signin.ConsoleFeature;
import org.dhpbridge.console.signin.Operator;
import org.dhpbridge.console.signin.Right;
import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.ledger.Ledger;
import org.dhpbridge.ledger.LedgerKeyException;
import org.dhpbridge.ledger.LedgerMessage;
import org.dhpbridge.mapping.Deviations;
import org.dhpbridge.profile.ProfilePack;
import org.dhpbridge.source.RawMessage;
import org.dhpbridge.transform.Transform;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** One message: what came in, what becomes of it, what happened to it. Its values are masked until they are revealed. */
@Controller
@ConsoleFeature
class MessagePage {

    private final Pages pages;
    private final Ledger ledger;
    private final Anatomist anatomist;
    private final Reveals reveals;

    MessagePage(Pages pages, Ledger ledger, Transform transform, ProfilePack pack, HomeFiles files, Reveals reveals) {
        this.pages = pages;
        this.ledger = ledger;
        this.anatomist = new Anatomist(transform, pack, new Deviations(files));
        this.reveals = reveals;
    }

    @GetMapping("/console/messages/{id}")
    View message(HttpServletRequest request, @PathVariable long id, @RequestParam(defaultValue = "") String refused) {
        Optional<LedgerMessage> found = ledger.find(id);
        if (found.isEmpty()) {
            return pages.missing(request, "messages");
        }
        Map<String, Object> model = new HashMap<>();
        Optional<Instant> until = reveals.until(request, id);
        model.put("message", found.get());
        model.put("history", ledger.history(id));
        model.put("corrections", ledger.corrections(id));
        model.put("until", until.orElse(null));
        model.put("shown", new Shown(until.isPresent()));
        model.put("refused", refused);
        addContent(model, found.get());
        return pages.view(request, "message", "messages", model);
    }

    /** {@code content} says why there is none: {@code purged} or {@code key}. */
    private void addContent(Map<String, Object> model, LedgerMessage message) {
        model.put("anatomy", null);
        model.put("spoken", null);
        model.put("spokenAt", null);
        try {
            Optional<byte[]> payload = ledger.payload(message.id());
            model.put("content", payload.isEmpty() ? "purged" : "there");
            Anatomy anatomy = payload.map(
                            bytes -> anatomist.of(new RawMessage(message.contentType(), bytes, "", message.location())))
                    .orElse(null);
            model.put("anatomy", anatomy);
            ledger.said(message.id()).ifPresent(said -> {
                model.put("spoken", Spoken.of(said, anatomy));
                model.put("spokenAt", said.at());
            });
        } catch (LedgerKeyException e) {
            model.put("content", "key");
        }
        model.put("kept", kept(message.result().issues(), (Anatomy) model.get("anatomy")));
    }

    /**
     * The warnings of the last attempt that the mapping of today does not give: those of delivery, as {@code beside}, and those of
     * a mapping that was changed since.
     *
     * @param issues as the ledger has them; null for none
     * @param today null when the content is gone
     */
    static List<Anatomy.Note> kept(JsonNode issues, Anatomy today) {
        List<Anatomy.Note> kept = new ArrayList<>();
        for (JsonNode issue : issues == null ? MissingNode.getInstance() : issues) {
            Anatomy.Note note = new Anatomy.Note(
                    issue.path("severity").asText(),
                    issue.path("code").asText(),
                    issue.path("field").asText(issue.path("expression").asText(null)),
                    issue.path("diagnostics").asText(),
                    issue.path("count").asInt(1));
            if (note.severity().equals("warning")
                    && (today == null || today.issues().stream().noneMatch(note::saysWhat))) {
                kept.add(note);
            }
        }
        return kept;
    }

    @PostMapping("/console/messages/{id}/reveal")
    View reveal(HttpServletRequest request, @PathVariable long id, @RequestParam(defaultValue = "") String reason) {
        Operator operator = Pages.require(Right.REVEAL);
        String why = reason.strip();
        String back = "/console/messages/" + id;
        if (ledger.find(id).isEmpty()) {
            return pages.missing(request, "messages");
        }
        if (!Reason.isOne(why)) {
            return Pages.to(back + "?refused=reason#reveal");
        }
        return Pages.to(reveals.reveal(request, operator, id, why) ? back : back + "?refused=often#reveal");
    }
}
