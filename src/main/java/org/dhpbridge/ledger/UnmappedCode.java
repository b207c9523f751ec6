package org.dhpbridge.ledger;

import java.util.Objects;

/**
 * A source code that no table translates. Who writes names or whole sentences into a code field is cut off, so that the
 * register does not become a second archive of messages.
 *
 * @param table the table of {@code mappings/codes}, or the profile element, that lacks the code; at most {@value #LONGEST}
 *     characters, as the others
 * @param system who coined the code, as the sending laboratory; the table when the source does not say
 * @param code as the source wrote it
 */
public record UnmappedCode(String table, String system, String code) {

    /** Longer texts are cut and end with an ellipsis. */
    public static final int LONGEST = 64;

    private static final int KEY_LENGTH = 32;

    public UnmappedCode {
        table = cut(Objects.requireNonNull(table, "table"));
        system = system == null || system.isBlank() ? table : cut(system);
        code = cut(Objects.requireNonNull(code, "code"));
    }

    /** Names the code where it must not stand itself, as in an address: part of a SHA-256. */
    public String key() {
        return SubjectKey.sha256(table, system, code).substring(0, KEY_LENGTH);
    }

    private static String cut(String text) {
        String plain = Database.text(text.strip());
        if (plain.codePointCount(0, plain.length()) <= LONGEST) {
            return plain;
        }
        return plain.substring(0, plain.offsetByCodePoints(0, LONGEST - 1)) + "…";
    }
}
