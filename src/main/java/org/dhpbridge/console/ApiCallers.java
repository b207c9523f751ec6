package org.dhpbridge.console;

import java.util.List;
import java.util.Optional;
import org.dhpbridge.audit.Audit;
import org.dhpbridge.audit.AuditAction;
import org.dhpbridge.console.signin.Operator;
import org.dhpbridge.console.signin.Right;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/**
 * Who calls the API: whoever holds the key may all of it and is not told apart; somebody who is signed in to the console may what
 * they may there, and the audit has it before it is done.
 */
@Component
class ApiCallers {

    private final Audit audit;
    private final RevealLimit limit;

    ApiCallers(Audit audit, RevealLimit limit) {
        this.audit = audit;
        this.limit = limit;
    }

    private static Optional<Operator> signedIn() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication != null && authentication.getPrincipal() instanceof Operator operator
                ? Optional.of(operator)
                : Optional.empty();
    }

    /** Whether it is somebody who is signed in, to whom nothing of a patient is shown that they do not ask for. */
    boolean isSignedIn() {
        return signedIn().isPresent();
    }

    /**
     * Before values of messages are shown.
     *
     * @param targets which, as {@code message 12}
     * @param reason why, of somebody who is signed in
     */
    void reveals(List<String> targets, String reason) {
        signedIn().ifPresent(operator -> {
            require(operator, Right.REVEAL);
            String why = reason(reason);
            if (!limit.reveal(operator.who(), targets, "API: " + why)) {
                throw new ResponseStatusException(
                        HttpStatus.TOO_MANY_REQUESTS,
                        "At most " + RevealLimit.MOST + " messages an hour can be revealed, here and in the console"
                                + " together; ask for fewer, or wait. Nothing was revealed.");
            }
        });
    }

    /**
     * Before messages are replayed.
     *
     * @return who does it
     */
    String replays(String target, ReplayRequest request) {
        signedIn()
                .ifPresent(operator ->
                        audit.keep(operator.who(), AuditAction.REPLAY, target, "API: " + reason(request.why())));
        return signedIn().map(Operator::who).orElseGet(request::asker);
    }

    /** Before anything else is done. */
    void does(AuditAction action, String target, String detail) {
        signedIn().ifPresent(operator -> audit.keep(operator.who(), action, target, "API: " + detail));
    }

    private static void require(Operator operator, Right right) {
        if (!operator.may(right)) {
            throw new AccessDeniedException("the right " + right.name() + " is missing");
        }
    }

    private static String reason(String text) {
        if (text == null || !Reason.isOne(text)) {
            throw new ResponseStatusException(
                    HttpStatus.BAD_REQUEST,
                    "Say why, in 5 to 500 characters: as why in the body of a replay, or as the parameter reason of what"
                            + " shows the values of a message. The audit keeps it.");
        }
        return text.strip();
    }
}
