package org.dhpbridge.console.page;

import java.util.Optional;
import org.dhpbridge.ledger.Causes;
import org.dhpbridge.ledger.Ledger;
import org.dhpbridge.ledger.Selection;
import org.dhpbridge.ledger.UnmappedCode;
import org.dhpbridge.ledger.UnmappedCount;

/**
 * Messages that are replayed together, as an address names them.
 *
 * @param name of the parameter that names it: {@code cause} or {@code touched}
 * @param key its value
 * @param cause why they are dead; null when they are those of a code
 * @param code what stands in them; null when they are those of a cause
 */
public record Group(String name, String key, Causes.Cause cause, UnmappedCode code) {

    static Optional<Group> of(String cause, String touched, Causes causes, Ledger ledger) {
        return cause.isEmpty()
                ? code(touched, ledger).map(code -> new Group("touched", touched, null, code))
                : causes.find(cause).map(found -> new Group("cause", cause, found, null));
    }

    static Optional<UnmappedCode> code(String key, Ledger ledger) {
        return ledger.unmapped(key).map(UnmappedCount::code);
    }

    Selection selection() {
        return cause == null ? Selection.touchedBy(code) : Selection.of(cause);
    }

    String address() {
        return cause == null ? PageLinks.replay(code) : PageLinks.replay(cause);
    }

    /** For the audit. */
    String text() {
        return cause == null
                ? "messages with a code of the table " + code.table()
                : "dead messages of " + cause.from() + ", " + cause.code();
    }
}
