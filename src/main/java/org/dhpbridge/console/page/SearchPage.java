package org.dhpbridge.console.page;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.dhpbridge.audit.Audit;
import org.dhpbridge.audit.AuditAction;
import org.dhpbridge.console.signin.ConsoleFeature;
import org.dhpbridge.ledger.Ledger;
import org.dhpbridge.ledger.LedgerMessage;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/**
 * One box for every key: a PINFL, a visit, an order, the name of a file, the number of a message. What is looked for is sent
 * with POST and stands in no address and no log; that somebody searched, and how much was found, is in the audit.
 */
@Controller
@ConsoleFeature
class SearchPage {

    private static final Pattern FOUND = Pattern.compile("|\\d{1,18}(,\\d{1,18}){0,1000}");
    private static final int MOST = 200;
    private static final int LONGEST = 200;

    private final Pages pages;
    private final Ledger ledger;
    private final Audit audit;

    SearchPage(Pages pages, Ledger ledger, Audit audit) {
        this.pages = pages;
        this.ledger = ledger;
        this.audit = audit;
    }

    /**
     * @param found numbers of the messages that a search found, as {@code 7,12}: the way back from one of them leads here, and what
     *     was looked for stands nowhere; null before a search
     */
    @GetMapping("/console/search")
    View box(HttpServletRequest request, @RequestParam(required = false) String found) {
        if (found == null || !FOUND.matcher(found).matches()) {
            return page(request, List.of(), false);
        }
        List<LedgerMessage> rows = Arrays.stream(found.split(","))
                .filter(id -> !id.isEmpty())
                .limit(MOST + 1L)
                .flatMap(id -> ledger.find(Long.parseLong(id)).stream())
                .toList();
        return page(request, rows, true);
    }

    @PostMapping("/console/search")
    View search(@RequestParam(defaultValue = "") String key) {
        String wanted = key.strip();
        List<LedgerMessage> found = wanted.isEmpty() || wanted.length() > LONGEST ? List.of() : find(wanted);
        audit.keep(Pages.operator().who(), AuditAction.SEARCH, "messages", "found " + found.size());
        if (found.size() == 1) {
            return Pages.to("/console/messages/" + found.get(0).id());
        }
        return Pages.to("/console/search?found="
                + found.stream().map(message -> Long.toString(message.id())).collect(Collectors.joining(",")));
    }

    private List<LedgerMessage> find(String wanted) {
        List<LedgerMessage> found = new ArrayList<>(ledger.findByKey(wanted, MOST));
        if (wanted.matches("#?\\d{1,18}")) {
            long id = Long.parseLong(wanted.replace("#", ""));
            if (found.stream().noneMatch(message -> message.id() == id)) {
                ledger.find(id).ifPresent(message -> found.add(0, message));
            }
        }
        return found;
    }

    private View page(HttpServletRequest request, List<LedgerMessage> rows, boolean asked) {
        Map<String, Object> model = new HashMap<>();
        model.put("rows", rows);
        model.put("asked", asked);
        model.put("most", MOST);
        return pages.view(request, "search", "search", model);
    }
}
