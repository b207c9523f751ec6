package org.dhpbridge.console.page;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.dhpbridge.audit.AuditAction;
import org.dhpbridge.console.signin.Right;
import org.dhpbridge.ledger.AuditEntry;
import org.dhpbridge.ledger.Pause;

/** What a row of the audit says, in words of people; the row itself, as it is exported and checked, stays as it was written. */
public final class AuditWords {

    private static final Pattern INSTANT = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?Z");
    private static final Pattern RIGHTS = Pattern.compile("\\[[A-Z_, ]*]");
    private static final String PAUSED = "paused";
    private static final String RESUMED = "resumed";
    private static final String REASON = ": ";

    private final Page page;

    public AuditWords(Page page) {
        this.page = page;
    }

    /** What was done. */
    public String action(AuditEntry row) {
        boolean resumed = is(AuditAction.HOLD, row) && RESUMED.equals(row.detail());
        return resumed ? page.t("audit.resumed") : page.code("action.", row.action());
    }

    /** To what; empty when it was to nothing in particular. */
    public String target(AuditEntry row) {
        String target = row.target() == null ? "" : row.target();
        if (!is(AuditAction.HOLD, row)) {
            return target;
        }
        return target.equals(Pause.DELIVERY)
                ? page.t("now.delivery")
                : page.t("filter.source") + " " + target.substring(target.indexOf(':') + 1);
    }

    /** More about it; empty when there is nothing to say. */
    public String detail(AuditEntry row) {
        String detail = row.detail() == null ? "" : row.detail();
        if (is(AuditAction.SIGN_IN, row) && RIGHTS.matcher(detail).matches()) {
            return rights(detail.substring(1, detail.length() - 1));
        }
        if (is(AuditAction.REFUSED, row) && detail.endsWith("Exception")) {
            return page.t(detail.contains("Csrf") ? "audit.stale" : "audit.no-right");
        }
        if (is(AuditAction.HOLD, row)) {
            return pause(detail);
        }
        return detail;
    }

    private static boolean is(AuditAction action, AuditEntry row) {
        return action.code().equals(row.action());
    }

    private String rights(String names) {
        return Arrays.stream(Right.values())
                .filter(right -> Arrays.asList(names.split(", ")).contains(right.name()))
                .map(right -> page.t("audit.right." + right.name().toLowerCase(Locale.ROOT)))
                .collect(Collectors.joining(", "));
    }

    private String pause(String detail) {
        if (detail.equals(RESUMED)) {
            return "";
        }
        int reason = detail.indexOf(REASON);
        if (!detail.startsWith(PAUSED) || reason < 0) {
            return detail;
        }
        Matcher until = INSTANT.matcher(detail.substring(0, reason));
        String words = until.find() ? page.t("audit.until", time(until.group())) : page.t("flow.until.always");
        return words + " " + detail.substring(reason + REASON.length());
    }

    private String time(String instant) {
        try {
            return page.time(Instant.parse(instant));
        } catch (DateTimeException none) {
            return instant;
        }
    }
}
