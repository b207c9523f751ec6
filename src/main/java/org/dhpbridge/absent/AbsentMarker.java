package org.dhpbridge.absent;

import java.util.Optional;

/**
 * How a reader says "the source declares this value absent" so that a mapping can pass it on without noticing: a string
 * that no source text can hold, in the place of the value. {@code fill absent} finds it in the mapped resource, takes it
 * out, and uses its reason where the element is mandatory.
 */
public final class AbsentMarker {

    /** A private-use character; readers drop it from source text. */
    public static final char SIGN = '\uF8FF';

    private AbsentMarker() {}

    /** @param reason a data-absent-reason code, as {@code asked-declined} */
    public static String of(String reason) {
        return SIGN + reason + SIGN;
    }

    /** The reason of the first marker in a text; empty when it holds none. */
    public static Optional<String> reasonIn(String text) {
        int from = text.indexOf(SIGN);
        if (from < 0) {
            return Optional.empty();
        }
        int to = text.indexOf(SIGN, from + 1);
        return Optional.of(to < 0 ? "unknown" : text.substring(from + 1, to));
    }
}
