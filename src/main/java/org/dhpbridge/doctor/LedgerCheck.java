package org.dhpbridge.doctor;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.dhpbridge.ledger.LedgerLook;
import org.dhpbridge.ledger.LedgerSettings;
import org.dhpbridge.ledger.LedgerUnavailableException;
import org.dhpbridge.ledger.Pause;

/** The ledger's database: opened to be read, its tables left as they are. */
final class LedgerCheck {

    private static final String LEDGER = "ledger";
    private static final Duration LONG = Duration.ofMinutes(15);

    private final Settings settings;
    private final Supplier<List<Pause>> pauses;
    private final Consumer<Finding> findings;

    /** @param pauses as {@link Doctor} has them */
    LedgerCheck(Settings settings, Supplier<List<Pause>> pauses, Consumer<Finding> findings) {
        this.settings = settings;
        this.pauses = pauses;
        this.findings = findings;
    }

    void run() {
        try {
            LedgerLook look = LedgerLook.at(settings.bound("dhp.ledger", LedgerSettings.class));
            findings.accept(tables(look));
            if (look.tables() == LedgerLook.LedgerTables.CURRENT) {
                messages(look);
            }
            List<Pause> paused = pauses == null ? look.paused() : pauses.get();
            paused.forEach(pause -> findings.accept(paused(pause)));
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
                Finding.warning(
                        LEDGER,
                        facts + ", tables of version " + look.version()
                                + ", of a newer dhp-bridge; this one knows them up to version " + look.known(),
                        "If none is upgraded now, start the newer release; to stay with this one, restore the backup from before"
                                + " the upgrade.");
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

    private static Finding paused(Pause pause) {
        String what = pause.source() == null ? "delivery" : "source " + pause.source();
        String until = pause.until() == null ? "until somebody ends it" : "until " + pause.until();
        return Finding.warning(
                "pauses",
                what + " is paused since " + pause.since().truncatedTo(ChronoUnit.SECONDS) + " " + until + ", by "
                        + pause.who() + ": " + oneLine(pause.why()),
                "If it is no longer needed, let it go on: Sources and delivery in the console.");
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s*\\R\\s*", " ");
    }
}
