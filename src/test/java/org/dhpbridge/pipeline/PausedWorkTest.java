package org.dhpbridge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.Suspendable;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.awaitility.Awaitility;
import org.dhpbridge.ledger.Pause;
import org.dhpbridge.ledger.TestLedger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** One of two sources hangs when it is to stop. */
class PausedWorkTest {

    private static final Duration LONGEST_CHANGE = Duration.ofSeconds(2);

    private final CountDownLatch stops = new CountDownLatch(1);
    private final CountDownLatch never = new CountDownLatch(1);
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Logger log = (Logger) LoggerFactory.getLogger(RouteChange.class);
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();
    private TestLedger ledger;

    @TempDir
    Path folder;

    @BeforeEach
    void open() {
        ledger = new TestLedger(folder, Clock.systemUTC());
        said.start();
        log.addAppender(said);
    }

    @AfterEach
    void close() {
        log.detachAppender(said);
        never.countDown();
        camel.stop();
        ledger.close();
    }

    private PausedWork work(Duration longestChange) throws Exception {
        PausedWork work = new PausedWork(ledger.pauses, ledger.ledger, camel, longestChange);
        camel.addComponent("line", new Line());
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                routeTemplate("source")
                        .templateParameter("name")
                        .from("line:{{name}}")
                        .stop();
            }
        });
        for (String name : new String[] {"hangs", "other"}) {
            TemplatedRouteBuilder.builder(camel, "source")
                    .routeId(name)
                    .parameter("name", name)
                    .add();
        }
        camel.start();
        return work;
    }

    @Test
    void otherPausesAreSeenMeanwhileAndTheOthersFollowWhenItIsInterrupted() throws Exception {
        PausedWork work = work(LONGEST_CHANGE);
        try {
            ledger.pauses.begin(Pause.source("hangs"), "aziza", "a wrong export", null);
            stops.await();
            ledger.pauses.begin(Pause.DELIVERY, "aziza", "the ministry asks for it", null);
            ledger.pauses.begin(Pause.source("other"), "aziza", "a wrong export", null);

            Awaitility.await().until(() -> work.delivery().isPresent());
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> camel.getRouteController()
                    .getRouteStatus("other")
                    .isStopped());
            assertThat(said.list)
                    .first()
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .asString()
                    .startsWith("source hangs hangs while it is paused, for ");
        } finally {
            work.destroy();
        }
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aStopOfTheBridgeDoesNotWaitForIt() throws Exception {
        PausedWork work = work(Duration.ofDays(1));
        try {
            ledger.pauses.begin(Pause.source("hangs"), "aziza", "a wrong export", null);
            stops.await();

            work.changeNothingMore();
            camel.stop();

            assertThat(camel.isStopped()).isTrue();
        } finally {
            work.destroy();
        }
    }

    /** {@code line:hangs} waits in its stop for what never comes, until it is interrupted. */
    private final class Line extends DefaultComponent {

        @Override
        protected Endpoint createEndpoint(String uri, String name, Map<String, Object> parameters) {
            return new DefaultEndpoint(uri, this) {
                @Override
                public Producer createProducer() {
                    throw new UnsupportedOperationException();
                }

                @Override
                public Consumer createConsumer(Processor processor) {
                    return new Receiving(this, processor, name.equals("hangs"));
                }
            };
        }
    }

    private final class Receiving extends DefaultConsumer implements Suspendable {

        private final boolean hangs;

        Receiving(Endpoint endpoint, Processor processor, boolean hangs) {
            super(endpoint, processor);
            this.hangs = hangs;
        }

        @Override
        protected void doStop() throws Exception {
            if (hangs && stops.getCount() > 0) {
                stops.countDown();
                never.await();
            }
            super.doStop();
        }
    }
}
