package org.dhpbridge.console.signin;

import java.util.Arrays;
import java.util.Optional;
import org.dhpbridge.kernel.EnumCode;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;

/** Why somebody did not come in. The texts are in the bundles, under {@code problem.} and the code. */
public enum SignInProblem {
    /** The person has an account, and no role here. */
    NO_ROLE,
    /** The person is of an organization that may not come in. */
    OTHER_ORGANIZATION,
    /** The SSO did not let the person through, or the person gave up. */
    SSO_REFUSED,
    /** What came back belongs to no sign-in that this browser began. */
    STATE_LOST,
    /** The SSO did not take the code: used, too old, or the client's credentials are wrong. */
    CODE_REFUSED,
    /** What the SSO gave is not signed by it, not valid now, or meant for another application. */
    TOKEN_REFUSED,
    /** The SSO cannot be reached, or answers nonsense. */
    SSO_UNAVAILABLE,
    /** Nothing that is configured says who signed in. */
    NOBODY,
    /** The session ended. */
    SESSION_ENDED,
    /** The link of {@code console-link} was used, or is too old. */
    LINK_REFUSED,
    /** Too many attempts. */
    TOO_MANY,
    /** Not a problem: the person left. */
    SIGNED_OUT;

    /** As a URL has it, {@code no-role}. */
    public String code() {
        return EnumCode.of(this);
    }

    /** Empty when there is no such problem. */
    public static Optional<SignInProblem> of(String code) {
        return Arrays.stream(values())
                .filter(problem -> problem.code().equals(code))
                .findFirst();
    }

    OAuth2AuthenticationException exception(String sentence) {
        return exception(sentence, null);
    }

    OAuth2AuthenticationException exception(String sentence, Throwable cause) {
        return new OAuth2AuthenticationException(new OAuth2Error(code(), sentence, null), sentence, cause);
    }
}
