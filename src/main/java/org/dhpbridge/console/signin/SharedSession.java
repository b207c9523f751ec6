package org.dhpbridge.console.signin;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.springframework.session.MapSession;
import org.springframework.session.Session;

/** A session of the console, and what stands in the ledger of it. */
final class SharedSession implements Session {

    private final MapSession session;
    private byte[] kept;
    private Instant keptSeen;
    private String keptId;

    /** One that is not kept yet. */
    SharedSession(MapSession session) {
        this.session = session;
    }

    /** @param content as it is kept */
    SharedSession(MapSession session, byte[] content) {
        this.session = session;
        kept(content);
    }

    /** It is kept as it is now. */
    void kept(byte[] content) {
        kept = content;
        keptSeen = session.getLastAccessedTime();
        keptId = session.getId();
    }

    /** The content as it is kept; null when it is not. */
    byte[] kept() {
        return kept;
    }

    /** When its person was there, as it is kept. */
    Instant keptSeen() {
        return keptSeen;
    }

    /** The id under which it is kept; null when it is not. */
    String keptId() {
        return keptId;
    }

    /** When it is over unless its person comes back before. */
    Instant ends() {
        return session.getLastAccessedTime().plus(session.getMaxInactiveInterval());
    }

    @Override
    public String getId() {
        return session.getId();
    }

    @Override
    public String changeSessionId() {
        return session.changeSessionId();
    }

    @Override
    public <T> T getAttribute(String name) {
        return session.getAttribute(name);
    }

    @Override
    public Set<String> getAttributeNames() {
        return session.getAttributeNames();
    }

    @Override
    public void setAttribute(String name, Object value) {
        session.setAttribute(name, value);
    }

    @Override
    public void removeAttribute(String name) {
        session.removeAttribute(name);
    }

    @Override
    public Instant getCreationTime() {
        return session.getCreationTime();
    }

    @Override
    public void setLastAccessedTime(Instant time) {
        session.setLastAccessedTime(time);
    }

    @Override
    public Instant getLastAccessedTime() {
        return session.getLastAccessedTime();
    }

    @Override
    public void setMaxInactiveInterval(Duration interval) {
        session.setMaxInactiveInterval(interval);
    }

    @Override
    public Duration getMaxInactiveInterval() {
        return session.getMaxInactiveInterval();
    }

    @Override
    public boolean isExpired() {
        return session.isExpired();
    }
}
