package org.dhpbridge.console.page;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.dhpbridge.console.RevealLimit;
import org.dhpbridge.console.signin.ConsoleFeature;
import org.dhpbridge.console.signin.Operator;
import org.springframework.stereotype.Component;

/** Which messages a session may see the values of, and until when. Each reveal is in the audit before anything is shown. */
@Component
@ConsoleFeature
class Reveals {

    static final Duration LASTS = Duration.ofMinutes(10);
    private static final String ATTRIBUTE = Reveals.class.getName();

    /** Message to the end of its reveal. */
    private static final class Until extends HashMap<Long, Instant> implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    private final RevealLimit limit;
    private final Clock clock;

    Reveals(RevealLimit limit, Clock clock) {
        this.limit = limit;
        this.clock = clock;
    }

    /** @return false when this person revealed too much in the last hour; that is in the audit too */
    boolean reveal(HttpServletRequest request, Operator operator, long message, String reason) {
        if (!limit.reveal(operator.who(), List.of("message " + message), reason)) {
            return false;
        }
        HttpSession session = request.getSession();
        Until until = new Until();
        if (session.getAttribute(ATTRIBUTE) instanceof Until earlier) {
            until.putAll(earlier);
        }
        until.values().removeIf(end -> end.isBefore(clock.instant()));
        until.put(message, clock.instant().plus(LASTS));
        session.setAttribute(ATTRIBUTE, until);
        return true;
    }

    /** Until when the session may see the message's values; empty when it may not. */
    Optional<Instant> until(HttpServletRequest request, long message) {
        HttpSession session = request.getSession(false);
        return session != null && session.getAttribute(ATTRIBUTE) instanceof Until until
                ? Optional.ofNullable(until.get(message)).filter(end -> end.isAfter(clock.instant()))
                : Optional.empty();
    }
}
