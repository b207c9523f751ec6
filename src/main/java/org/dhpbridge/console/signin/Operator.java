package org.dhpbridge.console.signin;

import java.io.Serializable;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.OidcUserInfo;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;

/** Who signed in, and what this person may do. Holds no token and no claim beside the name. */
public final class Operator implements OidcUser, Serializable {

    private static final long serialVersionUID = 1L;

    private final String issuer;
    private final String subject;
    private final String displayName;
    private final TreeSet<Right> rights;
    private final Instant signedInAt;

    /**
     * @param issuer whose subject it is: the SSO's issuer or address, or {@code host} for a link that was made on the host
     * @param displayName what people call the person
     */
    Operator(String issuer, String subject, String displayName, Set<Right> rights, Instant signedInAt) {
        this.issuer = issuer;
        this.subject = subject;
        this.displayName = displayName;
        this.rights = new TreeSet<>(rights);
        this.signedInAt = signedInAt;
    }

    /** As the audit keeps the person: issuer and subject. */
    public String who() {
        return issuer + " " + subject;
    }

    /** What people call the person; the subject when the SSO does not say it. */
    public String displayName() {
        return displayName;
    }

    /** Whether the person may do it. */
    public boolean may(Right right) {
        return rights.contains(right);
    }

    /** When the person signed in. */
    public Instant signedInAt() {
        return signedInAt;
    }

    @Override
    public String getName() {
        return subject;
    }

    @Override
    public Collection<? extends GrantedAuthority> getAuthorities() {
        return rights.stream()
                .map(right -> new SimpleGrantedAuthority(right.name()))
                .toList();
    }

    @Override
    public Map<String, Object> getAttributes() {
        return Map.of();
    }

    @Override
    public Map<String, Object> getClaims() {
        return Map.of();
    }

    @Override
    public OidcUserInfo getUserInfo() {
        return null;
    }

    @Override
    public OidcIdToken getIdToken() {
        return null;
    }
}
