package org.dhpbridge.console;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.stream.IntStream;
import org.dhpbridge.pipeline.LedgerFailed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;

class NarratorTest {

    private final Logger log = (Logger) LoggerFactory.getLogger(Narrator.class);
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();

    @BeforeEach
    void listen() {
        said.start();
        log.addAppender(said);
    }

    @AfterEach
    void listenNoMore() {
        log.detachAppender(said);
    }

    @Test
    void anOutageOfTheLedgerThatAllWorkersMeetIsOneLine() {
        Narrator narrator = new Narrator(null);

        IntStream.range(0, 200)
                .parallel()
                .forEach(worker -> narrator.failed(new LedgerFailed(new DataAccessResourceFailureException("away"))));

        assertThat(said.list)
                .singleElement()
                .extracting(ILoggingEvent::getFormattedMessage)
                .asString()
                .startsWith("The ledger cannot be used (DataAccessResourceFailureException); nothing is lost");
    }
}
