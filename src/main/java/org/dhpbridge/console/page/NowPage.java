package org.dhpbridge.console.page;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.dhpbridge.console.signin.ConsoleFeature;
import org.dhpbridge.ledger.Ledger;
import org.dhpbridge.ledger.LedgerMessage;
import org.dhpbridge.ledger.MessageFilter;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.View;

/** What flows now. The part that changes is asked for again by the page itself. */
@Controller
@ConsoleFeature
class NowPage {

    private static final int ROWS = 12;

    private final Pages pages;
    private final Overview overview;
    private final Ledger ledger;

    NowPage(Pages pages, Overview overview, Ledger ledger) {
        this.ledger = ledger;
        this.pages = pages;
        this.overview = overview;
    }

    @GetMapping({"/console", "/console/"})
    View now(HttpServletRequest request) {
        String template = request.getHeader("HX-Request") == null ? "now" : "nowBody";
        return pages.view(request, template, "now", Map.of("seen", overview.now()));
    }

    /** Any address of the console that is none of a page. */
    @GetMapping("/console/**")
    View missing(HttpServletRequest request) {
        return pages.missing(request, "");
    }

    /** The newest messages, for the part of the page that follows them. */
    @GetMapping("/console/tail")
    View tail(HttpServletRequest request) {
        List<LedgerMessage> found = ledger.list(MessageFilter.of().withLimit(ROWS + 1));
        boolean more = found.size() > ROWS;
        List<LedgerMessage> rows = more ? found.subList(0, ROWS) : found;
        String template = request.getHeader("HX-Request") == null ? "tailPage" : "tail";
        return pages.view(request, template, "now", Map.of("rows", rows, "more", more));
    }
}
