package org.dhpbridge.oauth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.dhpbridge.oauth.TokenAnswer.TokenOutcome;
import org.springframework.security.oauth2.core.OAuth2AccessToken;

/**
 * The access token of this bridge: asked for when it is first needed, kept, renewed before its end. However many callers
 * need a token at once, one request is made, and its outcome, good or bad, is everybody's. Safe for many threads.
 */
public class AccessTokens {

    private record LiveToken(String value, Instant renewAt, Instant endsAt) {}

    private final TokenRequest request;
    private final Duration renewBefore;
    private final Clock clock;
    private final Consumer<TokenAnswer> asked;
    private final AtomicReference<LiveToken> newest = new AtomicReference<>();
    private final AtomicReference<CompletableFuture<LiveToken>> underWay = new AtomicReference<>();

    public AccessTokens(OAuthSettings settings, Clock clock) {
        this(settings, null, clock, answer -> {});
    }

    /**
     * @param trust whom to believe; null for whom the Java installation believes
     * @param asked is told of every request
     */
    AccessTokens(OAuthSettings settings, SSLContext trust, Clock clock, Consumer<TokenAnswer> asked) {
        this.asked = asked;
        this.request = new TokenRequest(settings, trust);
        this.renewBefore = settings.renewBefore();
        this.clock = clock;
    }

    /**
     * A token that is good now; asks the token endpoint when none is held, and waits for its answer at most as long as
     * {@code dhp.oauth.answer-timeout} says.
     *
     * @throws TokenFailure when no token could be had
     */
    public String current() {
        LiveToken good = good();
        if (good != null) {
            return good.value();
        }
        CompletableFuture<LiveToken> mine = new CompletableFuture<>();
        CompletableFuture<LiveToken> others = underWay.compareAndExchange(null, mine);
        if (others != null) {
            return await(others).value();
        }
        try {
            LiveToken renewed = good();
            if (renewed == null) {
                renewed = hold(ask());
            }
            mine.complete(renewed);
            return renewed.value();
        } catch (RuntimeException | Error failure) {
            mine.completeExceptionally(failure);
            throw failure;
        } finally {
            underWay.set(null);
        }
    }

    /**
     * Says that the platform refused a token (401). The next {@link #current()} asks for a new one, unless a newer token
     * than the refused one is held already.
     */
    public void invalidate(String token) {
        newest.updateAndGet(now -> now != null && now.value().equals(token) ? null : now);
    }

    /** How long the token that is held is good by what its endpoint said; empty when none is held, negative when it ended. */
    public Optional<Duration> lifeLeft() {
        return Optional.ofNullable(newest.get()).map(now -> Duration.between(clock.instant(), now.endsAt()));
    }

    private OAuth2AccessToken ask() {
        long begin = System.nanoTime();
        TokenOutcome outcome = TokenOutcome.UNAVAILABLE;
        try {
            OAuth2AccessToken token = request.send();
            outcome = TokenOutcome.GRANTED;
            return token;
        } catch (TokenFailure.Refused refused) {
            outcome = TokenOutcome.REFUSED;
            throw refused;
        } finally {
            asked.accept(new TokenAnswer(outcome, Duration.ofNanos(System.nanoTime() - begin)));
        }
    }

    private LiveToken good() {
        LiveToken now = newest.get();
        return now != null && clock.instant().isBefore(now.renewAt()) ? now : null;
    }

    private LiveToken hold(OAuth2AccessToken token) {
        Instant from = clock.instant();
        Duration life = Duration.between(token.getIssuedAt(), token.getExpiresAt());
        Duration early = life.dividedBy(2).compareTo(renewBefore) < 0 ? life.dividedBy(2) : renewBefore;
        LiveToken renewed = new LiveToken(token.getTokenValue(), from.plus(life).minus(early), from.plus(life));
        newest.set(renewed);
        return renewed;
    }

    private static LiveToken await(CompletableFuture<LiveToken> others) {
        try {
            return others.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }
}
