package org.dhpbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.dhpbridge.delivery.FaultProxy.fhir;
import static org.dhpbridge.delivery.Samples.MORNING;
import static org.dhpbridge.delivery.Samples.patient;
import static org.dhpbridge.delivery.Samples.request;
import static org.dhpbridge.delivery.Samples.unique;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.dhpbridge.delivery.DeliveryOutcome.Action;
import org.junit.jupiter.api.Test;

/** Whoever calls the platform carries the call in its own thread; as many at once as there are connections. */
class CallsInTheCallersThreadTest {

    private static final String ONE_CONNECTION = "dhp.fhir.max-connections=1";

    @Test
    void no_thread_stands_between_a_worker_and_the_platform() {
        try (Site site = new Site()) {
            site.delivery.deliver(request(MORNING, patient(unique("mrn"))));

            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.contains("CamelFhir"));
        }
    }

    @Test
    void no_more_calls_are_under_way_than_there_are_connections_and_the_others_wait_for_their_turn() throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(6);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (Site site = new Site(ONE_CONNECTION, "dhp.fhir.answer-timeout=1s", "dhp.delivery.mode=sequential")) {
            site.delivery.deliver(request(MORNING, patient(unique("mrn"))));
            site.proxy.fault(6, fhir("POST", "/Patient"), FaultProxy.after(() -> {
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                pause(Duration.ofMillis(600));
                now.decrementAndGet();
            }));

            var waiting = IntStream.range(0, 6)
                    .mapToObj(any ->
                            workers.submit(() -> site.delivery.deliver(request(MORNING, patient(unique("mrn"))))))
                    .toList();

            for (Future<DeliveryOutcome> delivered : waiting) {
                assertThat(delivered.get(1, TimeUnit.MINUTES).placed().get(0).action())
                        .isEqualTo(Action.CREATED);
            }
            assertThat(most).hasValue(1);
        } finally {
            workers.shutdownNow();
        }
    }

    @Test
    void a_connection_that_hangs_is_free_again_after_the_time_limit() {
        try (Site site = new Site(ONE_CONNECTION, "dhp.fhir.socket-timeout=3s")) {
            for (int i = 0; i < 2; i++) {
                DeliveryRequest request = request(MORNING, patient(unique("mrn")));
                site.proxy.fault(1, FaultProxy.Seen::isWrite, FaultProxy.before(() -> pause(Duration.ofSeconds(4))));

                assertThat(catchThrowable(() -> site.delivery.deliver(request))).isInstanceOf(UnclearFailure.class);
                assertThat(site.delivery.deliver(request).placed().get(0).action())
                        .isEqualTo(Action.UNCHANGED);
            }
        }
    }

    @Test
    void a_write_that_is_under_way_when_the_bridge_stops_ends_as_unclear() throws Exception {
        ExecutorService worker = Executors.newSingleThreadExecutor();
        CountDownLatch underWay = new CountDownLatch(1);
        Site site = new Site("dhp.fhir.socket-timeout=1m", "camel.main.shutdown-timeout=1");
        try {
            site.proxy.fault(1, FaultProxy.Seen::isWrite, FaultProxy.after(() -> {
                underWay.countDown();
                pause(Duration.ofMinutes(1));
            }));
            Future<Throwable> failure = worker.submit(
                    () -> catchThrowable(() -> site.delivery.deliver(request(MORNING, patient(unique("mrn"))))));
            assertThat(underWay.await(30, TimeUnit.SECONDS)).isTrue();

            site.close();

            Awaitility.await().atMost(Duration.ofSeconds(10)).until(failure::isDone);
            assertThat(failure.get()).isInstanceOf(UnclearFailure.class);
        } finally {
            worker.shutdownNow();
        }
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
