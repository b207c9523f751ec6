package org.dhpbridge.console.signin;

import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;

/** The SSO knows the person, and the console does not let this person in. */
final class StayedOutException extends OAuth2AuthenticationException {

    private static final long serialVersionUID = 1L;

    private final String who;

    /** @param who issuer and subject, for the audit */
    StayedOutException(SignInProblem problem, String who) {
        super(new OAuth2Error(problem.code()));
        this.who = who;
    }

    String who() {
        return who;
    }
}
