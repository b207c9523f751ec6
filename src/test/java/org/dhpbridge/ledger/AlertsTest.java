package org.dhpbridge.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AlertsTest extends LedgerFixture {

    private static final Duration HOUR = Duration.ofHours(1);

    @ParameterizedTest
    @EnumSource
    void aSpanIsGivenOutOnceAndAgainWhenItWasGivenBack(Kind kind) {
        open(kind);
        Alerts alerts = new Alerts(new Database(dataSource, clock));
        assertThat(alerts.take("webhook", HOUR)).as("begins the time").isEmpty();
        clock.advance(Duration.ofMinutes(59));
        assertThat(alerts.take("webhook", HOUR)).isEmpty();
        clock.advance(Duration.ofMinutes(1));

        Alerts.News news = alerts.take("webhook", HOUR).orElseThrow();
        assertThat(news.deaths()).isEmpty();
        assertThat(Duration.between(news.span().from(), news.span().until())).isEqualTo(HOUR);
        assertThat(alerts.take("webhook", HOUR)).as("another bridge").isEmpty();
        assertThat(alerts.take("mail", HOUR)).as("has a time of its own").isEmpty();

        alerts.giveBack("webhook", news.span());
        clock.advance(Duration.ofMinutes(1));
        assertThat(alerts.take("webhook", HOUR)).hasValueSatisfying(again -> {
            assertThat(again.span().from()).isEqualTo(news.span().from());
            assertThat(again.span().until()).isEqualTo(news.span().until().plusSeconds(60));
        });
    }

    @Test
    void whatIsCommittedLateIsToldAllTheSame() throws Exception {
        Ledger ledger = open(Kind.POSTGRESQL);
        ledger.receive(List.of(LedgerContract.message("1", "a").dead(LedgerContract.REFUSED)));
        Alerts alerts = new Alerts(new Database(dataSource, Clock.systemUTC()), Duration.ZERO);
        Duration atOnce = Duration.ofMillis(1);
        alerts.take("webhook", atOnce);
        try (Connection slow = dataSource.getConnection();
                Statement end = slow.createStatement()) {
            slow.setAutoCommit(false);
            end.executeUpdate("UPDATE message SET ended_at = clock_timestamp()");
            Awaitility.await().pollDelay(Duration.ofMillis(50)).until(() -> true);
            alerts.take("webhook", atOnce).ifPresent(news -> alerts.close("webhook", news.span()));
            slow.commit();
        }

        Alerts.News news = Awaitility.await()
                .until(() -> alerts.take("webhook", atOnce), Optional::isPresent)
                .orElseThrow();

        assertThat(news.deaths())
                .singleElement()
                .extracting(Alerts.Deaths::messages)
                .isEqualTo(1L);
    }

    @ParameterizedTest
    @EnumSource
    void whatABridgeTookAndDidNotTellBecauseItWasKilledIsGivenOutAgain(Kind kind) {
        open(kind);
        Alerts alerts = new Alerts(new Database(dataSource, clock));
        alerts.take("webhook", HOUR);
        clock.advance(HOUR);
        Alerts.News killed = alerts.take("webhook", HOUR).orElseThrow();

        clock.advance(Duration.ofMinutes(1));
        assertThat(alerts.take("webhook", HOUR)).as("it may still tell").isEmpty();
        clock.advance(Duration.ofMinutes(2));
        Alerts.News again = alerts.take("webhook", HOUR).orElseThrow();
        assertThat(again.span().from()).isEqualTo(killed.span().from());

        alerts.close("webhook", again.span());
        assertThat(alerts.take("webhook", Duration.ofSeconds(1)))
                .as("told is told")
                .isEmpty();
        clock.advance(HOUR);
        assertThat(alerts.take("webhook", HOUR))
                .hasValueSatisfying(next ->
                        assertThat(next.span().from()).isEqualTo(again.span().until()));
    }
}
