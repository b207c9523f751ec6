package org.dhpbridge.console.page;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dhpbridge.audit.Audit;
import org.dhpbridge.audit.AuditAction;
import org.dhpbridge.audit.AuditLine;
import org.dhpbridge.console.signin.ConsoleFeature;
import org.dhpbridge.ledger.AuditEntry;
import org.dhpbridge.ledger.AuditTrail;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** The audit, for administrators: who did what, whether the chain is whole, and all of it as a file. */
@Controller
@ConsoleFeature
class AuditPage {

    private static final int ROWS = 50;
    private static final int AT_ONCE = 500;
    private static final Pattern HEAD = Pattern.compile("(\\d{1,18}):([0-9a-f]{64})");

    private final Pages pages;
    private final AuditTrail trail;
    private final Audit audit;

    AuditPage(Pages pages, AuditTrail trail, Audit audit) {
        this.pages = pages;
        this.trail = trail;
        this.audit = audit;
    }

    @GetMapping("/console/audit")
    View list(
            HttpServletRequest request,
            @RequestParam(defaultValue = "") String action,
            @RequestParam(required = false) Long before) {
        return page(request, action, before, null, false);
    }

    /** @param head as {@code 17:9f…}, noted earlier; may be empty */
    @PostMapping("/console/audit/verify")
    View verify(HttpServletRequest request, @RequestParam(defaultValue = "") String head) {
        Matcher noted = HEAD.matcher(head.strip());
        if (!head.isBlank() && !noted.matches()) {
            return page(request, "", null, null, true);
        }
        AuditTrail.Head known =
                head.isBlank() ? null : new AuditTrail.Head(Long.parseLong(noted.group(1)), noted.group(2));
        return page(request, "", null, trail.verify(known), false);
    }

    private View page(
            HttpServletRequest request,
            String action,
            Long before,
            AuditTrail.ChainVerdict verdict,
            boolean wrongHead) {
        boolean known = action.isEmpty() || actions().contains(action);
        List<AuditEntry> found = known ? trail.list(action.isEmpty() ? null : action, before, ROWS + 1) : List.of();
        List<AuditEntry> rows = found.size() > ROWS ? found.subList(0, ROWS) : found;
        Map<String, Object> model = new HashMap<>();
        model.put("actions", actions());
        model.put("action", action);
        model.put("rows", rows);
        model.put("next", found.size() > ROWS ? rows.get(ROWS - 1).seq() : null);
        model.put("head", trail.head());
        model.put("verdict", verdict);
        model.put("wrongHead", wrongHead);
        return pages.view(request, known ? 200 : 400, "audit", "audit", model);
    }

    private static List<String> actions() {
        return Arrays.stream(AuditAction.values()).map(AuditAction::code).toList();
    }

    /** All rows, the oldest first, one JSON object a line. */
    @PostMapping("/console/audit/export")
    void export(HttpServletResponse response) throws IOException {
        audit.keep(Pages.operator().who(), AuditAction.EXPORT, "audit", null);
        response.setContentType("application/x-ndjson");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.setHeader("Content-Disposition", "attachment; filename=\"audit.ndjson\"");
        response.setHeader("Cache-Control", "no-store");
        PrintWriter out = response.getWriter();
        long last = 0;
        for (List<AuditEntry> rows = trail.after(0, AT_ONCE); !rows.isEmpty(); rows = trail.after(last, AT_ONCE)) {
            rows.forEach(row -> out.append(AuditLine.of(row)).append('\n'));
            last = rows.get(rows.size() - 1).seq();
        }
        out.flush();
    }
}
