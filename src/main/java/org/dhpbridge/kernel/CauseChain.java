package org.dhpbridge.kernel;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A failure and what caused it. */
public final class CauseChain {

    private CauseChain() {}

    /** From the failure itself to its root, each once: a chain that bites its tail ends there. */
    public static List<Throwable> of(Throwable failure) {
        Set<Throwable> causes = new LinkedHashSet<>();
        for (Throwable cause = failure; cause != null && causes.add(cause); ) {
            cause = cause.getCause();
        }
        return List.copyOf(causes);
    }

    /** The one of a type that is nearest to the failure, or it itself. */
    public static <T> Optional<T> nearest(Throwable failure, Class<T> type) {
        return of(failure).stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    /** The one of a type that is nearest to the root. */
    public static <T> Optional<T> deepest(Throwable failure, Class<T> type) {
        return of(failure).stream().filter(type::isInstance).map(type::cast).reduce((nearer, deeper) -> deeper);
    }
}
