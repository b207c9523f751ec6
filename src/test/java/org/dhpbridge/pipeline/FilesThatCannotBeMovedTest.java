package org.dhpbridge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.dhpbridge.ledger.TestLedger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A file lies where the folder .done is to be. */
class FilesThatCannotBeMovedTest {

    @Test
    void theyAreToldOnceAndReadAgainAfterGrowingPauses(@TempDir Path folder) throws Exception {
        Path inbox = Files.createDirectory(folder.resolve("in"));
        Files.createFile(inbox.resolve(".done"));
        Files.writeString(inbox.resolve("a.hl7"), "MSH|");
        List<Long> reads = new CopyOnWriteArrayList<>();
        ListAppender<ILoggingEvent> said = new ListAppender<>();
        said.list = new CopyOnWriteArrayList<>();
        said.start();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(said);
        try (TestLedger ledger = new TestLedger(folder, Clock.systemUTC());
                DefaultCamelContext camel = new DefaultCamelContext()) {
            OneReader policy = new OneReader(ledger.leases);
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("file:" + inbox + "?initialDelay=0&delay=20&move=.done/${file:onlyname}")
                            .routeId("lab")
                            .routePolicy(policy)
                            .process(exchange -> reads.add(System.nanoTime()));
                }
            });
            camel.start();
            Awaitility.await().until(() -> reads.size() == 3);

            assertThat(Duration.ofNanos(reads.get(1) - reads.get(0))).isGreaterThan(Duration.ofMillis(400));
            assertThat(Duration.ofNanos(reads.get(2) - reads.get(1))).isGreaterThan(Duration.ofMillis(900));
            assertThat(said.list)
                    .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                    .singleElement()
                    .satisfies(event -> {
                        assertThat(event.getFormattedMessage())
                                .contains("source lab", "cannot be moved to .done", "are folders");
                        assertThat(event.getThrowableProxy()).isNull();
                    });
        } finally {
            root.detachAppender(said);
        }
    }
}
