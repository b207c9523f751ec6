package org.dhpbridge.console.signin;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.dhpbridge.audit.Audit;
import org.dhpbridge.audit.AuditAction;
import org.dhpbridge.kernel.CauseChain;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.web.client.RestClientException;

/** Keeps in the audit who came in and who did not, and shows the latter why, with a number that also stands in the log. */
final class SignInEnds extends SavedRequestAwareAuthenticationSuccessHandler implements AuthenticationFailureHandler {

    private static final Logger LOG = LoggerFactory.getLogger(SignInEnds.class);

    private final Audit audit;
    private final String sso;
    private final SecureRandom random = new SecureRandom();

    /** @param sso by which name the audit knows the SSO when nothing is known of the person */
    SignInEnds(Audit audit, String sso) {
        this.audit = audit;
        this.sso = sso;
        setDefaultTargetUrl("/console");
    }

    /** Without a row in the audit nobody comes in. */
    @Override
    public void onAuthenticationSuccess(
            HttpServletRequest request, HttpServletResponse response, Authentication authentication)
            throws IOException, ServletException {
        Operator operator = (Operator) authentication.getPrincipal();
        try {
            audit.keep(
                    operator.who(),
                    AuditAction.SIGN_IN,
                    null,
                    operator.getAuthorities().toString());
        } catch (DataAccessException e) {
            request.getSession().invalidate();
            throw e;
        }
        super.onAuthenticationSuccess(request, response, authentication);
    }

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException exception)
            throws IOException {
        SignInProblem problem = problem(exception);
        String number = number();
        String who = exception instanceof StayedOutException out ? out.who() : sso + " unknown";
        LOG.warn("sign-in    refused ({}, {}): {}", problem.code(), number, sentence(exception));
        audit.keep(who, AuditAction.SIGN_IN_REFUSED, null, problem.code() + ", number " + number);
        response.sendRedirect("/console/sign-in?problem=" + problem.code() + "&number=" + number);
    }

    private String number() {
        byte[] bytes = new byte[4];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static SignInProblem problem(AuthenticationException exception) {
        if (!(exception instanceof OAuth2AuthenticationException oauth)) {
            return SignInProblem.SSO_UNAVAILABLE;
        }
        Optional<SignInProblem> own = SignInProblem.of(oauth.getError().getErrorCode());
        return own.orElseGet(() -> ofSpring(oauth.getError(), exception));
    }

    /** Codes of Spring Security's client, and of RFC 6749, 4.1.2.1 and 5.2. */
    private static SignInProblem ofSpring(OAuth2Error error, Throwable exception) {
        return switch (error.getErrorCode()) {
            case "access_denied",
                    "login_required",
                    "interaction_required",
                    "consent_required",
                    "invalid_scope",
                    "unauthorized_client",
                    "unsupported_response_type" -> SignInProblem.SSO_REFUSED;
            case "authorization_request_not_found",
                    "invalid_state_parameter",
                    "client_registration_not_found",
                    "invalid_request" -> SignInProblem.STATE_LOST;
            case "invalid_grant", "invalid_client" -> SignInProblem.CODE_REFUSED;
            case "invalid_id_token", "invalid_nonce" ->
                CauseChain.nearest(exception, RestClientException.class).isPresent()
                        ? SignInProblem.SSO_UNAVAILABLE
                        : SignInProblem.TOKEN_REFUSED;
            default -> SignInProblem.SSO_UNAVAILABLE;
        };
    }

    /** Our own words only: what the SSO writes may quote the person. */
    private static String sentence(AuthenticationException exception) {
        if (exception instanceof OAuth2AuthenticationException oauth
                && SignInProblem.of(oauth.getError().getErrorCode()).isPresent()
                && oauth.getError().getDescription() != null) {
            return oauth.getError().getDescription();
        }
        List<Throwable> causes = CauseChain.of(exception);
        Throwable telling = CauseChain.nearest(exception, OAuth2AuthorizationException.class)
                .map(Throwable.class::cast)
                .orElse(causes.get(causes.size() - 1));
        return telling.getClass().getSimpleName();
    }
}
