package org.dhpbridge.console.signin;

import jakarta.servlet.http.HttpSession;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.dhpbridge.ledger.Sessions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.client.web.HttpSessionOAuth2AuthorizationRequestRepository;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.session.MapSession;
import org.springframework.session.SessionRepository;

/**
 * Sessions of people who are signed in, or on their way to the SSO, in the ledger: who is known to one bridge is known to all, and
 * who leaves one leaves all. Whoever only looks at the door leaves nothing behind.
 */
final class SharedSessions implements SessionRepository<SharedSession> {

    /** How long somebody may take at the SSO. */
    static final Duration SIGNING_IN = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(SharedSessions.class);
    private static final Duration SEEN_TO = Duration.ofMinutes(1);
    private static final String SIGNED_IN = HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY;
    /** Attribute of what is kept: the rules by which its person was let in. */
    private static final String RULES = SharedSessions.class.getName() + ".rules";

    /** Attribute of a session while a page of its person asks by itself; no text, so it is not kept. */
    private static final String BY_ITSELF = SharedSessions.class.getName() + ".by-itself";

    private static final String ON_THE_WAY =
            HttpSessionOAuth2AuthorizationRequestRepository.class.getName() + ".AUTHORIZATION_REQUEST";

    /** What a session of ours can hold; whoever can write into the database makes nothing else of it. */
    private static final ObjectInputFilter OURS = ObjectInputFilter.Config.createFilter(
            "maxbytes=200000;maxdepth=30;org.dhpbridge.console.**;org.springframework.security.**;java.lang.*;java.util.*;"
                    + "java.time.*;java.net.URL;java.net.URI;!*");

    private final Sessions kept;
    private final Duration idle;
    private final String rules;
    private final Clock clock;

    /**
     * @param idle how long a session lives without a request
     * @param rules who may do what, in a word: whoever was let in by others signs in anew
     */
    SharedSessions(Sessions kept, Duration idle, String rules, Clock clock) {
        this.kept = kept;
        this.idle = idle;
        this.rules = rules;
        this.clock = clock;
    }

    /** The request is no sign that its person is there. */
    static void asksByItself(HttpSession session) {
        session.setAttribute(BY_ITSELF, new Object());
    }

    @Override
    public SharedSession createSession() {
        MapSession session = new MapSession();
        session.setCreationTime(clock.instant());
        session.setLastAccessedTime(clock.instant());
        session.setMaxInactiveInterval(idle);
        return new SharedSession(session);
    }

    @Override
    public void save(SharedSession session) {
        if (session.getAttribute(BY_ITSELF) != null && session.keptId() != null) {
            session.setLastAccessedTime(session.keptSeen());
        }
        boolean moved = session.keptId() != null && !session.keptId().equals(session.getId());
        boolean signedIn = session.getAttribute(SIGNED_IN) != null;
        if (!signedIn && session.getAttribute(ON_THE_WAY) == null) {
            if (session.keptId() != null) {
                kept.end(session.keptId());
            }
            return;
        }
        session.setMaxInactiveInterval(signedIn || idle.compareTo(SIGNING_IN) < 0 ? idle : SIGNING_IN);
        byte[] content = content(session);
        if (moved || !Arrays.equals(content, session.kept())) {
            kept.keep(
                    session.getId(),
                    new Sessions.Kept(
                            content, session.getCreationTime(), session.getLastAccessedTime(), session.ends()));
            if (moved) {
                kept.end(session.keptId());
            }
            session.kept(content);
        } else if (session.keptSeen().plus(SEEN_TO).isBefore(session.getLastAccessedTime())) {
            kept.seen(session.getId(), session.getLastAccessedTime(), session.ends());
            session.kept(content);
        }
    }

    @Override
    public SharedSession findById(String id) {
        return kept.find(id).map(found -> session(id, found)).orElse(null);
    }

    private SharedSession session(String id, Sessions.Kept found) {
        MapSession session = new MapSession(id);
        session.setCreationTime(found.created());
        session.setLastAccessedTime(found.seen());
        session.setMaxInactiveInterval(Duration.between(found.seen(), found.ends()));
        try {
            Map<String, Object> attributes = attributes(found.content());
            Object hers = attributes.remove(RULES);
            if (attributes.containsKey(SIGNED_IN) && !rules.equals(hers)) {
                LOG.info("A session of the console is from before dhp.console changed; its person signs in anew.");
                return null;
            }
            attributes.forEach(session::setAttribute);
        } catch (IOException | ClassNotFoundException ofAnotherVersion) {
            LOG.info(
                    "A session of the console cannot be read here ({}); its person signs in anew.",
                    ofAnotherVersion.getClass().getSimpleName());
            return null;
        }
        return new SharedSession(session, found.content());
    }

    @Override
    public void deleteById(String id) {
        kept.end(id);
    }

    private byte[] content(SharedSession session) {
        TreeMap<String, Serializable> attributes = new TreeMap<>();
        session.getAttributeNames().forEach(name -> {
            if (session.getAttribute(name) instanceof Serializable value) {
                attributes.put(name, value);
            }
        });
        if (attributes.containsKey(SIGNED_IN)) {
            attributes.put(RULES, rules);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(attributes);
        } catch (IOException e) {
            throw new UncheckedIOException("A session of the console cannot be written down", e);
        }
        return bytes.toByteArray();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> attributes(byte[] content) throws IOException, ClassNotFoundException {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(content))) {
            in.setObjectInputFilter(OURS);
            return (Map<String, Object>) in.readObject();
        }
    }
}
