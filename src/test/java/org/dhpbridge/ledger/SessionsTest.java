package org.dhpbridge.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SessionsTest extends LedgerFixture {

    private static final String ID = "5f1c1f0e-7a77-4c39-8ad1-2b1d6f0a9e11";
    private static final byte[] CONTENT = "Nodira".getBytes(StandardCharsets.UTF_8);

    private Sessions bridge() {
        return new Sessions(new Database(dataSource, clock), new Vault(EncryptionKeys.none()));
    }

    private Sessions.Kept session(Duration left) {
        Instant now = clock.instant();
        return new Sessions.Kept(CONTENT, now, now, now.plus(left));
    }

    @ParameterizedTest
    @EnumSource
    void whoIsKnownToOneBridgeIsKnownToAllUntilOneEndsIt(Kind kind) {
        open(kind);
        Sessions one = bridge();
        Sessions other = bridge();
        one.keep(ID, session(Duration.ofMinutes(30)));

        assertThat(other.find(ID).orElseThrow().content()).isEqualTo(CONTENT);
        other.keep(ID, session(Duration.ofMinutes(30)));
        assertThat(one.find(ID)).isPresent();

        other.end(ID);
        assertThat(one.find(ID)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aSessionEndsByTimeUnlessItsPersonComesBack(Kind kind) {
        open(kind);
        Sessions sessions = bridge();
        sessions.keep(ID, session(Duration.ofMinutes(30)));
        clock.advance(Duration.ofMinutes(29));
        Instant now = clock.instant();
        sessions.seen(ID, now, now.plus(Duration.ofMinutes(30)));
        clock.advance(Duration.ofMinutes(29));
        assertThat(sessions.find(ID)).isPresent();
        clock.advance(Duration.ofMinutes(2));
        assertThat(sessions.find(ID)).isEmpty();

        sessions.keep("another", session(Duration.ofMinutes(30)));

        assertThat(raw().queryForObject("SELECT count(*) FROM console_session", Long.class))
                .as("what is over is forgotten")
                .isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void whoReadsTheDatabaseCannotTakeASession(Kind kind) {
        open(kind);
        bridge().keep(ID, session(Duration.ofMinutes(30)));

        assertThat(raw().queryForList("SELECT session_key FROM console_session", String.class))
                .hasSize(1)
                .doesNotContain(ID);
    }
}
