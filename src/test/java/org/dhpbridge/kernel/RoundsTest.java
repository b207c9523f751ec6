package org.dhpbridge.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoundsTest {

    private static final Duration SHORT = Duration.ofMillis(5);

    private final Rounds rounds = new Rounds("test");
    private final CountDownLatch inRound = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final AtomicBoolean interrupted = new AtomicBoolean();

    @AfterEach
    void end() {
        goOn.countDown();
        rounds.end();
    }

    @Test
    void theyComeRoundUntilTheyEnd() {
        AtomicInteger count = new AtomicInteger();
        rounds.begin(Duration.ZERO, SHORT, count::incrementAndGet);
        assertThat(rounds.isOn()).isTrue();
        Awaitility.await().until(() -> count.get() > 2);

        assertThat(rounds.endAfterRound(Duration.ofSeconds(10))).isTrue();

        int after = count.get();
        assertThat(rounds.isOn()).isFalse();
        Awaitility.await().during(Duration.ofMillis(50)).until(() -> count.get() == after);
    }

    @Test
    void aRoundThatFailsIsNotTheLast() {
        AtomicInteger count = new AtomicInteger();
        rounds.begin(Duration.ZERO, SHORT, () -> {
            if (count.incrementAndGet() == 1) {
                throw new IllegalStateException("of a round");
            }
            if (count.get() == 2) {
                throw new OutOfMemoryError("of a round");
            }
        });

        Awaitility.await().until(() -> count.get() > 2);
    }

    @Test
    void theyBeginAgainAfterTheirEndAndNotBefore() {
        AtomicInteger count = new AtomicInteger();
        rounds.beginEvery(SHORT, () -> {});
        assertThatThrownBy(() -> rounds.beginEvery(SHORT, () -> {})).isInstanceOf(IllegalStateException.class);

        rounds.end();
        rounds.beginEvery(SHORT, count::incrementAndGet);

        Awaitility.await().until(() -> count.get() > 0);
    }

    @Test
    void aRoundThatIsUnderWayEndsWithoutAnInterrupt() throws InterruptedException {
        rounds.begin(Duration.ZERO, SHORT, this::round);
        inRound.await();
        assertThat(rounds.endAfterRound(SHORT)).as("it is still under way").isFalse();
        goOn.countDown();

        assertThat(interrupted).isFalse();
    }

    @Test
    void anEndAtOnceInterrupts() throws InterruptedException {
        rounds.begin(Duration.ZERO, SHORT, this::round);
        inRound.await();

        rounds.end();

        Awaitility.await().untilTrue(interrupted);
    }

    @Test
    void theEndOfWhatNeverBeganIsNothing() {
        rounds.end();
        assertThat(rounds.endAfterRound(SHORT)).isTrue();
        assertThat(rounds.isOn()).isFalse();
    }

    private void round() {
        inRound.countDown();
        try {
            goOn.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            interrupted.set(true);
        }
    }
}
