package org.dhpbridge.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import org.dhpbridge.oauth.AccessTokens;
import org.dhpbridge.oauth.TokenAnswer;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** How often a token was asked for, with what outcome, and for how long the one that is held is good. */
@Component
class TokenMeters {

    private final MeterRegistry registry;

    TokenMeters(MeterRegistry registry, AccessTokens tokens) {
        this.registry = registry;
        Gauge.builder("dhp.token.life.seconds", tokens, token -> token.lifeLeft()
                        .map(left -> left.toMillis() / 1000.0)
                        .orElse(Double.NaN))
                .description("Seconds for which the access token is good; not a number when none is held")
                .register(registry);
        for (TokenAnswer.TokenOutcome outcome : TokenAnswer.TokenOutcome.values()) {
            requests(outcome);
        }
    }

    @EventListener
    void asked(TokenAnswer answer) {
        requests(answer.outcome()).record(answer.took());
    }

    private Timer requests(TokenAnswer.TokenOutcome outcome) {
        return Timer.builder("dhp.token.requests")
                .description("Requests to the token endpoint")
                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }
}
