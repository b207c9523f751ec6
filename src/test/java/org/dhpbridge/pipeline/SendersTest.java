package org.dhpbridge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SendersTest {

    private static final int PROCESSORS = 2;
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(20);

    private final CamelContext camel = new DefaultCamelContext();

    @Test
    void asManySendersAsProcessorsKeepNoWorkerWaiting() {
        Senders senders = new Senders(PROCESSORS, () -> true, LONG);
        arrive(senders, PROCESSORS);

        senders.goFirst();

        assertThat(senders.waiting()).isEqualTo(PROCESSORS);
    }

    @Test
    void allWorkersRestUntilTheCrowdIsGone() throws Exception {
        Senders senders = new Senders(PROCESSORS, () -> true, LONG);
        List<Exchange> exchanges = arrive(senders, PROCESSORS + 2);
        Thread[] workers = {resting(senders), resting(senders)};

        end(exchanges.get(0), true);
        assertThat(senders.waiting()).isEqualTo(PROCESSORS + 1);
        assertThat(workers).allMatch(Thread::isAlive);

        end(exchanges.get(1), false);
        for (Thread worker : workers) {
            worker.join();
        }
        assertThat(senders.waiting()).isEqualTo(PROCESSORS);
    }

    @Test
    void whereTheProcessorsHaveTimeForBothNobodyRests() {
        Senders senders = new Senders(PROCESSORS, () -> false, LONG);
        arrive(senders, PROCESSORS + 1);

        senders.goFirst();

        assertThat(senders.waiting()).isEqualTo(PROCESSORS + 1);
    }

    @Test
    void underAnyLoadAWorkerGoesOnAfterItsRest() {
        Senders senders = new Senders(PROCESSORS, () -> true, SHORT);
        arrive(senders, PROCESSORS + 1);
        long begin = System.nanoTime();

        senders.goFirst();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(SHORT);
    }

    @Test
    void aStoppedWorkerDoesNotRestAndStaysInterrupted() {
        Senders senders = new Senders(PROCESSORS, () -> true, LONG);
        arrive(senders, PROCESSORS + 1);
        Thread.currentThread().interrupt();

        senders.goFirst();

        assertThat(Thread.interrupted()).isTrue();
    }

    private List<Exchange> arrive(Senders senders, int count) {
        List<Exchange> exchanges = Stream.<Exchange>generate(() -> new DefaultExchange(camel))
                .limit(count)
                .toList();
        exchanges.forEach(senders::count);
        return exchanges;
    }

    private static void end(Exchange exchange, boolean isAnswered) {
        exchange.getExchangeExtension().handoverCompletions().forEach(completion -> {
            if (isAnswered) {
                completion.onComplete(exchange);
            } else {
                completion.onFailure(exchange);
            }
        });
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
