package org.dhpbridge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SendersTest {

    private static final int CROWD = 2;
    private static final Duration LONG = Duration.ofHours(1);

    @Test
    void fewSendersKeepNoWorkerWaiting() {
        Senders senders = new Senders(CROWD, LONG);
        arrive(senders, CROWD);

        senders.goFirst();

        assertThat(senders.waiting()).isEqualTo(CROWD);
    }

    @Test
    void allWorkersRestUntilTheCrowdIsGone() throws Exception {
        Senders senders = new Senders(CROWD, LONG);
        arrive(senders, CROWD + 2);
        Thread[] workers = {resting(senders), resting(senders)};

        senders.onExchangeDone(null, null);
        assertThat(workers).allMatch(Thread::isAlive);

        senders.onExchangeDone(null, null);
        for (Thread worker : workers) {
            worker.join();
        }
    }

    @Test
    void underAnyLoadAWorkerGoesOnAfterAWhile() {
        Senders senders = new Senders(CROWD, Duration.ofMillis(1));
        arrive(senders, CROWD + 1);

        senders.goFirst();

        assertThat(senders.waiting()).isEqualTo(CROWD + 1);
    }

    @Test
    void aStoppedWorkerDoesNotRestAndStaysInterrupted() {
        Senders senders = new Senders(CROWD, LONG);
        arrive(senders, CROWD + 1);
        Thread.currentThread().interrupt();

        senders.goFirst();

        assertThat(Thread.interrupted()).isTrue();
    }

    private static void arrive(Senders senders, int count) {
        for (int i = 0; i < count; i++) {
            senders.onExchangeBegin(null, null);
        }
    }

    private static Thread resting(Senders senders) throws InterruptedException {
        Thread worker = new Thread(senders::goFirst);
        worker.start();
        while (worker.getState() != Thread.State.TIMED_WAITING) {
            Thread.sleep(1);
        }
        return worker;
    }
}
