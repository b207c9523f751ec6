package org.dhpbridge.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
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
