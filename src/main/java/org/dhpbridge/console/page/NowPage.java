package org.dhpbridge.console.page;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.dhpbridge.console.signin.ConsoleFeature;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.View;

/** What flows now. The part that changes is asked for again by the page itself. */
@Controller
@ConsoleFeature
class NowPage {

    private final Pages pages;
    private final Overview overview;

    NowPage(Pages pages, Overview overview) {
        this.pages = pages;
        this.overview = overview;
    }

    @GetMapping("/console")
    View now(HttpServletRequest request) {
        String template = request.getHeader("HX-Request") == null ? "now" : "nowBody";
        return pages.view(request, template, "now", Map.of("seen", overview.now()));
    }
}
