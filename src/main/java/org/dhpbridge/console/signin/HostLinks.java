package org.dhpbridge.console.signin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.dhpbridge.audit.Audit;
import org.dhpbridge.audit.AuditAction;

/**
 * Links for whoever sits at the host while the SSO is away: each good once, for five minutes, on this machine only, for an
 * operator. Only their hashes are kept.
 */
public final class HostLinks {

    static final Duration LIFETIME = Duration.ofMinutes(5);
    static final String HOST = "host";

    private final Audit audit;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Instant> expiryByHash = new HashMap<>();

    HostLinks(Audit audit, Clock clock) {
        this.audit = audit;
        this.clock = clock;
    }

    /** @return the secret part of a new link */
    public String make() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        audit.keep(HOST + " access", AuditAction.HOST_LINK, null, "made");
        synchronized (this) {
            expiryByHash.values().removeIf(expiry -> expiry.isBefore(clock.instant()));
            expiryByHash.put(hash(secret), clock.instant().plus(LIFETIME));
        }
        return secret;
    }

    /** @return an operator, once; empty for a link that was used, that is too old, or that is none */
    public synchronized Optional<Operator> redeem(String secret) {
        Instant expiry = expiryByHash.remove(hash(secret));
        if (expiry == null || expiry.isBefore(clock.instant())) {
            return Optional.empty();
        }
        return Optional.of(
                new Operator(HOST, "access", "Host access", EnumSet.of(Right.VIEW, Right.OPERATE), clock.instant()));
    }

    private static String hash(String secret) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
