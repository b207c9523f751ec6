package org.dhpbridge.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

class ReaderLeasesTest extends LedgerFixture {

    private static final Duration LONG = Duration.ofHours(1);

    @Test
    void oneBridgeReadsASourceUntilItGivesItBack() {
        open(Kind.POSTGRESQL);
        ReaderLeases first = bridge("first", LONG);
        ReaderLeases second = bridge("second", LONG);

        assertThat(first.take("lab")).isEqualTo(new ReaderLeases.Reader("first", true));
        assertThat(second.take("lab")).isEqualTo(new ReaderLeases.Reader("first", false));
        assertThat(second.take("ward")).isEqualTo(new ReaderLeases.Reader("second", true));
        second.release("lab");
        assertThat(second.take("lab").self()).as("only the holder gives back").isFalse();
        assertThat(first.take("lab").self()).isTrue();

        first.release("lab");
        assertThat(second.take("lab")).isEqualTo(new ReaderLeases.Reader("second", true));
    }

    @Test
    void aLeaseThatIsOverIsAnybodysAndOneThatIsRenewedIsNot() {
        open(Kind.POSTGRESQL);
        ReaderLeases first = bridge("first", LONG);
        ReaderLeases second = bridge("second", LONG);
        first.take("lab");
        runOut();
        assertThat(first.take("lab").self()).as("nobody else wanted it").isTrue();
        assertThat(second.take("lab").self()).isFalse();

        runOut();
        assertThat(second.take("lab")).isEqualTo(new ReaderLeases.Reader("second", true));
        assertThat(first.take("lab")).isEqualTo(new ReaderLeases.Reader("second", false));
    }

    @Test
    void aBridgeOfTheSameNameIsAnotherBridge() {
        open(Kind.POSTGRESQL);
        assertThat(bridge("bridge-0", LONG).take("lab").self()).isTrue();
        assertThat(bridge("bridge-0", LONG).take("lab").self()).isFalse();
    }

    @Test
    void ofManyThatAskAtOnceOneReads() throws Exception {
        open(Kind.POSTGRESQL);
        List<Callable<Boolean>> bridges = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            ReaderLeases bridge = bridge("bridge-" + i, LONG);
            bridges.add(() -> bridge.take("lab").self());
        }
        ExecutorService threads = Executors.newFixedThreadPool(bridges.size());
        try {
            int readers = 0;
            for (Future<Boolean> reads : threads.invokeAll(bridges)) {
                readers += reads.get() ? 1 : 0;
            }
            assertThat(readers).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void withH2ThereIsNobodyToWaitFor() {
        open(Kind.H2);
        assertThat(bridge("killed", LONG).take("lab").self()).isTrue();
        ReaderLeases next = bridge("next", LONG);
        assertThat(next.isShared()).isFalse();
        assertThat(next.take("lab")).isEqualTo(new ReaderLeases.Reader("next", true));
    }

    @Test
    void progressIsKeptAndAnotherBeginningBeginsAnew() {
        for (Kind kind : Kind.values()) {
            open(kind);
            DatabaseTime time = new DatabaseTime(dataSource, clock);
            SourceProgress progress = new SourceProgress(dataSource, time);
            assertThat(progress.of("lab", "2020")).isEmpty();
            progress.reached("lab", "2020", "2026-03-01");
            progress.reached("lab", "2020", "2026-03-02");
            progress.reached("ward", "0", "17");

            assertThat(new SourceProgress(dataSource, time).of("lab", "2020")).hasValue("2026-03-02");
            assertThat(progress.of("lab", "2010")).isEmpty();
            progress.reached("lab", "2010", "2010-05-01");
            assertThat(progress.of("lab", "2010")).hasValue("2010-05-01");
            assertThat(progress.of("ward", "0")).hasValue("17");
            dataSource.close();
        }
    }

    private ReaderLeases bridge(String name, Duration lease) {
        return new ReaderLeases(dataSource, name, lease);
    }

    private void runOut() {
        new JdbcTemplate(dataSource).update("UPDATE reader_lease SET held_until = CURRENT_TIMESTAMP");
    }
}
