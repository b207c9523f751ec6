package org.dhpbridge.console;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.dhpbridge.audit.AuditAction;
import org.dhpbridge.ledger.Ledger;
import org.dhpbridge.ledger.MessageFilter;
import org.dhpbridge.ledger.State;
import org.dhpbridge.source.csv.CsvFeeds;
import org.dhpbridge.support.DeadLetters;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Dead letters for whoever helps the site, without their values; documented in {@code docs/api.md}. */
@RestController
class ExportApi {

    private final DeadLetters deadLetters;
    private final ApiCallers callers;

    ExportApi(Ledger ledger, CsvFeeds feeds, ApiCallers callers) {
        this.callers = callers;
        deadLetters = new DeadLetters(ledger, feeds);
    }

    @GetMapping("/api/messages/export")
    void export(
            @RequestParam(required = false) String source,
            @RequestParam(required = false) String errorCode,
            @RequestParam(required = false) Instant since,
            HttpServletResponse response)
            throws IOException {
        callers.does(AuditAction.EXPORT, "dead letters", "without values");
        response.setContentType("application/x-ndjson");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        PrintWriter out = response.getWriter();
        MessageFilter filter = MessageFilter.of(State.DEAD)
                .withSource(source)
                .withErrorCode(errorCode)
                .withReceived(since, null);
        deadLetters.export(filter, line -> out.append(line.toString()).append('\n'));
        out.flush();
    }
}
