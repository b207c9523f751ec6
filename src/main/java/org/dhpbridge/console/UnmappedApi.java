package org.dhpbridge.console;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.dhpbridge.audit.AuditAction;
import org.dhpbridge.ledger.Ledger;
import org.dhpbridge.ledger.UnmappedCount;
import org.dhpbridge.ledger.UnmappedFilter;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Codes that the site's tables lack, over HTTP; documented in {@code docs/api.md}. */
@RestController
@RequestMapping("/api/unmapped")
class UnmappedApi {

    record UnmappedView(
            String code,
            String system,
            String table,
            long count,
            Instant firstSeen,
            Instant lastSeen,
            long lastMessage) {}

    private final Ledger ledger;
    private final ApiCallers callers;

    UnmappedApi(Ledger ledger, ApiCallers callers) {
        this.ledger = ledger;
        this.callers = callers;
    }

    @GetMapping
    List<UnmappedView> list(
            @RequestParam(required = false) String table,
            @RequestParam(required = false) String system,
            @RequestParam(required = false) String code,
            @RequestParam(required = false) Instant since,
            @RequestParam(defaultValue = "100") int limit,
            @RequestParam(defaultValue = "0") int offset) {
        return ledger.unmapped(filter(table, system, code, since, limit, offset)).stream()
                .map(UnmappedApi::view)
                .toList();
    }

    @DeleteMapping
    Map<String, Integer> forget(
            @RequestParam(required = false) String table,
            @RequestParam(required = false) String system,
            @RequestParam(required = false) String code) {
        callers.does(AuditAction.EDIT, "unmapped codes", "forgotten");
        return Map.of("forgotten", ledger.forgetUnmapped(filter(table, system, code, null, 1, 0)));
    }

    private static UnmappedFilter filter(
            String table, String system, String code, Instant since, int limit, int offset) {
        try {
            return new UnmappedFilter(table, system, code, since, limit, offset);
        } catch (IllegalArgumentException e) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, e.getMessage(), e);
        }
    }

    private static UnmappedView view(UnmappedCount counted) {
        return new UnmappedView(
                counted.code().code(),
                counted.code().system(),
                counted.code().table(),
                counted.messages(),
                counted.firstSeen(),
                counted.lastSeen(),
                counted.lastMessage());
    }
}
