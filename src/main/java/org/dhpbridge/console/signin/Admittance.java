package org.dhpbridge.console.signin;

import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Decides what a person may do, by the lists of the settings. Nobody who is not on one of them comes in. */
final class Admittance {

    private final ConsoleSettings settings;
    private final Clock clock;

    Admittance(ConsoleSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * @param issuer whose subject it is when the claims do not say it
     * @throws org.springframework.security.oauth2.core.OAuth2AuthenticationException when the person must stay out
     */
    Operator admit(ClaimSet claims, String issuer) {
        ConsoleSettings.ClaimNames names = settings.claims();
        String subject = claims.text(names.subject())
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> SignInProblem.NOBODY.exception("What the SSO says of the person has no claim \""
                        + names.subject() + "\" (dhp.console.claims.subject)."));
        Set<String> organizations = claims.texts(names.organizations());
        String who = claims.text("iss").orElse(issuer) + " " + subject;
        if (!settings.organizations().isEmpty()
                && organizations.stream().noneMatch(settings.organizations()::contains)) {
            throw new StayedOutException(SignInProblem.OTHER_ORGANIZATION, who);
        }
        ClaimSet here = settings.organizations().isEmpty()
                ? claims
                : claims.about(names.organizations(), settings.organizations());
        Set<Right> rights = rights(subject, organizations, here.words(names.roles()));
        if (!rights.contains(Right.VIEW)) {
            throw new StayedOutException(SignInProblem.NO_ROLE, who);
        }
        return new Operator(
                claims.text("iss").orElse(issuer),
                subject,
                claims.text(names.name()).orElse(subject),
                rights,
                clock.instant());
    }

    private Set<Right> rights(String subject, Set<String> organizations, Set<String> roles) {
        ConsoleSettings.Roles lists = settings.roles();
        Set<Right> rights = EnumSet.noneOf(Right.class);
        if (isListed(lists.viewer(), subject, organizations, roles)) {
            rights.add(Right.VIEW);
        }
        if (isListed(lists.operator(), subject, organizations, roles)) {
            rights.addAll(EnumSet.of(Right.VIEW, Right.OPERATE));
        }
        if (isListed(lists.administrator(), subject, organizations, roles)) {
            rights.addAll(EnumSet.of(Right.VIEW, Right.OPERATE, Right.ADMINISTER));
        }
        if (isListed(lists.reveal(), subject, organizations, roles)) {
            rights.add(Right.REVEAL);
        }
        if (isListed(lists.editor(), subject, organizations, roles)) {
            rights.add(Right.EDIT);
        }
        return rights;
    }

    private static boolean isListed(
            List<String> entries, String subject, Set<String> organizations, Set<String> roles) {
        return entries.stream().anyMatch(entry -> {
            String value = entry.substring(entry.indexOf(':') + 1);
            return switch (entry.substring(0, entry.indexOf(':'))) {
                case "sub" -> value.equals(subject);
                case "org" -> organizations.contains(value);
                default -> roles.contains(value);
            };
        });
    }
}
