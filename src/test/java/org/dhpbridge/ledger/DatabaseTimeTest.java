package org.dhpbridge.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Bridges whose clocks differ by more than a lease share one PostgreSQL. */
class DatabaseTimeTest extends LedgerFixture {

    private static final Duration LEASE = Duration.ofMinutes(10);
    private static final Duration WRONG = Duration.ofHours(3);

    private Ledger bridge(String name, InstantSource own) {
        return new Ledger(dataSource, name, LEASE, Duration.ofHours(1), new DatabaseTime(dataSource, own).clock());
    }

    @Test
    void aBridgeWhoseClockIsAheadTakesNothingThatAnotherHasInWork() {
        open(Kind.POSTGRESQL);
        Ledger behind = bridge("behind", Clock.offset(Clock.systemUTC(), WRONG.negated()));
        Ledger ahead = bridge("ahead", Clock.offset(Clock.systemUTC(), WRONG));
        behind.receive(List.of(LedgerContract.message("1", "a")));

        Claimed claimed = behind.claim(1).get(0);

        assertThat(ahead.claim(1)).isEmpty();
        assertThat(WrittenEnds.delivered(behind, claimed, Result.NONE, null)).isTrue();
        ahead.receive(List.of(LedgerContract.message("2", "a")));
        Awaitility.await("due at once, whoever received it").until(() -> behind.claim(1), claims -> claims.size() == 1);
    }

    @Test
    void aClockThatIsSetWhileTheBridgeRunsIsMeasuredAgain() {
        open(Kind.POSTGRESQL);
        AtomicReference<InstantSource> own = new AtomicReference<>(Clock.systemUTC());
        DatabaseTime time = new DatabaseTime(dataSource, () -> own.get().instant());
        assertThat(time.ahead()).isBetween(Duration.ofMinutes(-5), Duration.ofMinutes(5));
        own.set(Clock.offset(Clock.systemUTC(), WRONG));

        time.adjust();

        assertThat(time.ahead())
                .isBetween(WRONG.negated().minusMinutes(5), WRONG.negated().plusMinutes(5));
    }
}
