package org.dhpbridge.doctor;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.dhpbridge.ledger.LedgerLook;
import org.dhpbridge.ledger.LedgerSettings;
import org.dhpbridge.ledger.LedgerUnavailableException;

/** The ledger's database: opened to be read, its tables left as they are. */
final class LedgerCheck {

    private static final String LEDGER = "ledger";
    private static final Duration LONG = Duration.ofMinutes(15);

    private final Settings settings;
    private final Consumer<Finding> findings;

    LedgerCheck(Settings settings, Consumer<Finding> findings) {
        this.settings = settings;
        this.findings = findings;
    }

    void run() {
        try {
            LedgerLook look = LedgerLook.at(settings.bound("dhp.ledger", LedgerSettings.class));
            findings.accept(tables(look));
            if (look.tables() == LedgerLook.LedgerTables.CURRENT) {
                messages(look);
            }
        } catch (LedgerUnavailableException e) {
            findings.accept(
                    Finding.failed(LEDGER, oneLine(e.getMessage()).replaceAll("\\.$", ""), oneLine(e.action())));
        }
    }

    private static Finding tables(LedgerLook look) {
        String facts = look.product() + (look.product().isEmpty() ? "" : ", ") + look.place();
        String sealed = look.encrypted() ? ", encrypted with the key that was given" : ", not encrypted by the bridge";
        return switch (look.tables()) {
            case HELD_BY_A_BRIDGE ->
                Finding.ok(LEDGER, facts + " is in use by a running bridge, which alone can read it");
            case MISSING -> Finding.ok(LEDGER, facts + " has no tables yet; they are made at the first start");
            case OLDER ->
                Finding.ok(
                        LEDGER,
                        facts + ", tables of version " + look.version() + " are brought up to date at the next start");
            case CURRENT -> Finding.ok(LEDGER, facts + ", tables of version " + look.version() + sealed);
            case NEWER ->
                Finding.failed(
                        LEDGER,
                        facts + ", tables of version " + look.version() + " were written by a newer dhp-bridge",
                        "Start that version or a later one; to go back, restore the backup from before the upgrade.");
            case BROKEN ->
                Finding.failed(
                        LEDGER,
                        facts + ", a change of its tables was begun and failed",
                        "Restore the last backup, and start again with a database user that may change tables.");
        };
    }

    private void messages(LedgerLook look) {
        Duration waits = look.oldestDue() == null ? Duration.ZERO : Duration.between(look.oldestDue(), Instant.now());
        String facts = look.due() + " wait"
                + (look.due() == 0 ? "" : ", the oldest for " + waits.toMinutes() + " min") + "; " + look.dead()
                + " are dead letters";
        if (waits.compareTo(LONG) > 0) {
            findings.accept(Finding.warning(
                    "messages", facts, "Start the bridge; if it runs, its log says why nothing is delivered."));
        } else if (look.dead() > 0) {
            findings.accept(Finding.warning(
                    "messages",
                    facts,
                    "See why: Failures in the console, or GET /api/messages?state=dead; correct the source or the mapping, then"
                            + " replay them."));
        } else {
            findings.accept(Finding.ok("messages", facts));
        }
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s*\\R\\s*", " ");
    }
}
