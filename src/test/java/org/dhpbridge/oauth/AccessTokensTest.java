package org.dhpbridge.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.dhpbridge.oauth.OAuthSettings.ClientAuthentication;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a real endpoint that answers as it is told. */
class AccessTokensTest {

    private interface Answer {
        void to(HttpExchange exchange, int number) throws IOException;
    }

    private final Ticking clock = new Ticking();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private HttpServer server;
    private volatile Answer answer = token("\"expires_in\":3600");

    @TempDir
    private Path folder;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setExecutor(workers);
        server.createContext("/oauth/token", exchange -> {
            try (exchange) {
                requests.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
                answer.to(exchange, requests.size());
            }
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
        workers.shutdownNow();
    }

    private static Answer token(String fields) {
        return (exchange, number) -> reply(
                exchange,
                200,
                "application/json",
                "{\"access_token\":\"t" + number + "\",\"token_type\":\"Bearer\"," + fields + "}");
    }

    private static void reply(HttpExchange exchange, int status, String type, String body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private OAuthSettings settings(ClientAuthentication how, String secret, Path file) {
        return new OAuthSettings(
                URI.create("http://localhost:" + server.getAddress().getPort() + "/oauth/token"),
                "клиент 1",
                secret,
                file,
                how,
                Duration.ofSeconds(60),
                Duration.ofMinutes(5),
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                null);
    }

    private AccessTokens tokens() {
        return new AccessTokens(settings(ClientAuthentication.CLIENT_SECRET_POST, "s&cret", null), clock);
    }

    @Test
    void a_token_is_kept_and_renewed_before_its_end() {
        AccessTokens tokens = tokens();
        assertThat(tokens.current()).isEqualTo("t1");
        clock.pass(Duration.ofSeconds(3530));
        assertThat(tokens.current()).isEqualTo("t1");
        clock.pass(Duration.ofSeconds(20));
        assertThat(tokens.current()).isEqualTo("t2");
    }

    @Test
    void who_waits_for_the_token_of_another_one_does_not_wait_for_ever_when_the_bridge_fails_on_it() {
        CountDownLatch asked = new CountDownLatch(1);
        AccessTokens tokens = new AccessTokens(
                settings(ClientAuthentication.CLIENT_SECRET_POST, "s&cret", null), null, clock, answered -> {
                    throw new NoClassDefFoundError("the heap was full when it was loaded");
                });
        answer = (exchange, number) -> {
            asked.countDown();
            Awaitility.await().pollDelay(Duration.ofMillis(300)).until(() -> true);
            token("\"expires_in\":3600").to(exchange, number);
        };
        CompletableFuture<String> first = CompletableFuture.supplyAsync(tokens::current, workers);
        CompletableFuture<String> other = CompletableFuture.supplyAsync(
                () -> {
                    Awaitility.await().until(() -> asked.getCount() == 0);
                    return tokens.current();
                },
                workers);

        for (CompletableFuture<String> each : List.of(first, other)) {
            assertThat(each)
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat()
                    .havingRootCause()
                    .isInstanceOf(NoClassDefFoundError.class);
        }
    }

    @Test
    void a_token_that_lives_shorter_than_the_margin_is_used_for_half_its_life() {
        answer = token("\"expires_in\":30");
        AccessTokens tokens = tokens();
        assertThat(tokens.current()).isEqualTo("t1");
        clock.pass(Duration.ofSeconds(10));
        assertThat(tokens.current()).isEqualTo("t1");
        clock.pass(Duration.ofSeconds(10));
        assertThat(tokens.current()).isEqualTo("t2");
    }

    @Test
    void a_token_without_expiry_is_kept_for_the_assumed_lifetime() {
        answer = token("\"scope\":\"\"");
        AccessTokens tokens = tokens();
        assertThat(tokens.current()).isEqualTo("t1");
        clock.pass(Duration.ofMinutes(3));
        assertThat(tokens.current()).isEqualTo("t1");
        clock.pass(Duration.ofMinutes(2));
        assertThat(tokens.current()).isEqualTo("t2");
    }

    @Test
    void many_callers_at_once_make_one_request() {
        CountDownLatch all = new CountDownLatch(8);
        answer = (exchange, number) -> {
            await(all);
            token("\"expires_in\":3600").to(exchange, number);
        };
        AccessTokens tokens = tokens();
        List<CompletableFuture<String>> callers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            callers.add(CompletableFuture.supplyAsync(
                    () -> {
                        all.countDown();
                        return tokens.current();
                    },
                    workers));
        }
        assertThat(callers.stream().map(CompletableFuture::join)).containsOnly("t1");
        assertThat(requests).hasSize(1);
    }

    @Test
    void a_refused_token_is_asked_for_anew_once_however_many_report_it() {
        AccessTokens tokens = tokens();
        String first = tokens.current();
        tokens.invalidate(first);
        assertThat(tokens.current()).isEqualTo("t2");
        tokens.invalidate(first);
        assertThat(tokens.current()).isEqualTo("t2");
        assertThat(requests).hasSize(2);
    }

    @Test
    void the_credentials_stand_in_the_form() {
        tokens().current();
        assertThat(requests.get(0))
                .contains("grant_type=client_credentials", "client_secret=s%26cret", "client_id=%D0%BA");
        assertThat(authorizations).containsExactly("null");
    }

    @Test
    void or_in_the_authorization_header() {
        new AccessTokens(settings(ClientAuthentication.CLIENT_SECRET_BASIC, "s&cret", null), clock).current();
        assertThat(requests.get(0)).doesNotContain("client_secret", "client_id");
        String basic = new String(
                Base64.getDecoder().decode(authorizations.get(0).substring("Basic ".length())), StandardCharsets.UTF_8);
        assertThat(basic).isEqualTo("%D0%BA%D0%BB%D0%B8%D0%B5%D0%BD%D1%82+1:s%26cret");
    }

    @Test
    void a_rotated_secret_file_is_read_again() throws IOException {
        Path file = folder.resolve("secret");
        Files.writeString(file, "old\n");
        AccessTokens tokens = new AccessTokens(settings(ClientAuthentication.CLIENT_SECRET_POST, null, file), clock);
        String first = tokens.current();
        Files.writeString(file, "new\n");
        tokens.invalidate(first);
        tokens.current();
        assertThat(requests.get(0)).contains("client_secret=old");
        assertThat(requests.get(1)).endsWith("client_secret=new");
        Files.delete(file);
        tokens.invalidate("t2");
        assertThatThrownBy(tokens::current)
                .isInstanceOf(TokenFailure.Refused.class)
                .hasMessageContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"expires_in\":3600,\"success\":true,\"message\":\"OK\"",
                "\"expires_in\":3600,\"error\":\"none\"",
                "\"expires_in\":3600,\"error\":null,\"errors\":[]",
                "\"expires_in\":3600,\"errors\":[\"none\"]"
            })
    void a_token_with_words_beside_it_is_a_token(String fields) {
        answer = token(fields);

        assertThat(tokens().current()).isEqualTo("t1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "400;application/json;{\"error\":\"invalid_request\",\"error_description\":\"Missing required"
                        + " parameter\"}",
                "401;application/json;{\"error\":\"invalid_client\"}",
                "403;text/html;<html>no</html>",
                "404;text/html;<html>no</html>",
                "302;text/html;<html>no</html>",
                "200;application/json;{}",
                "200;application/json;{\"error\":\"invalid_client\"}",
                "200;application/json;{\"access_token\":\"\",\"error\":\"invalid_client\"}",
                "200;application/json;{\"success\":true,\"message\":\"OK\",\"access_token\":null}",
                "200;application/json;not json",
                "200;application/json;[1]",
                "200;text/html;<html>maintenance</html>"
            })
    void an_answer_without_a_token_is_refused_with_a_sentence(int status, String type, String body) {
        answer = (exchange, number) -> reply(exchange, status, type, body);
        assertThatThrownBy(tokens()::current)
                .isInstanceOf(TokenFailure.Refused.class)
                .hasMessageContaining("/oauth/token")
                .hasMessageNotContaining("s&cret")
                .hasMessageEndingWith(".");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'token_type':'bearer','expires_in':3600|3600",
                "'token_type':'BEARER','expires_in':'3600'|3600",
                "'expires_in':3600.0|3600",
                "'token_type':'Bearer'|300",
                "'token_type':'Bearer','expires_in':null|300",
                "'token_type':'Bearer','expires_in':0|300",
                "'token_type':'Bearer','expires_in':-1|300",
                "'token_type':'Bearer','expires_in':'soon'|300",
                "'token_type':'Bearer','expires_in':''|300",
                "'token_type':'Bearer','expires_in':99999999999999999999|86400"
            })
    void a_token_in_an_unusual_form_is_a_token_and_what_cannot_be_its_life_is_a_short_one(String fields, long seconds) {
        answer = (exchange, number) -> reply(
                exchange,
                200,
                "application/json",
                "{'access_token':'t',".replace('\'', '"') + fields.replace('\'', '"') + "}");
        AccessTokens tokens = tokens();
        assertThat(tokens.current()).isEqualTo("t");
        assertThat(tokens.lifeLeft()).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a\\nb", "\\u00e4", "", "\\u0000"})
    void what_no_header_can_carry_is_no_token(String token) {
        answer = (exchange, number) -> reply(
                exchange, 200, "application/json", "{\"access_token\":\"" + token + "\",\"token_type\":\"Bearer\"}");
        assertThatThrownBy(tokens()::current).isInstanceOf(TokenFailure.Refused.class);
    }

    @Test
    void a_token_of_another_kind_is_refused() {
        answer = (exchange, number) ->
                reply(exchange, 200, "application/json", "{\"access_token\":\"t\",\"token_type\":\"DPoP\"}");
        assertThatThrownBy(tokens()::current).isInstanceOf(TokenFailure.Refused.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "['Client is blocked']|Client is blocked",
                "[{'code':17,'message':'Client is blocked'}]|Client is blocked",
                "[{'error':{'message':'Client is blocked'}}]|Client is blocked",
                "{'client':['is blocked']}|is blocked",
                "[null,'',[['Client is blocked']]]|Client is blocked",
                "['Blocked: s&cret of 31234567890123, a.b@example.uz, +998 90 123-45-67']|Blocked: … of …"
            })
    void the_words_of_a_gateway_are_shown_and_by_its_status_it_is_ours_or_the_places(String errors, String text) {
        String body = ("{'success':false,'errors':" + errors + "}").replace('\'', '"');
        for (int status : new int[] {200, 400, 401, 403}) {
            answer = (exchange, number) -> reply(exchange, status, "application/json", body);
            assertThatThrownBy(tokens()::current)
                    .isInstanceOf(TokenFailure.Refused.class)
                    .hasMessageContainingAll("answered " + status, "a gateway before it says: \"", text)
                    .hasMessageNotContainingAny("s&cret", "31234567890123", "example.uz", "45-67");
        }
        answer = (exchange, number) -> reply(exchange, 502, "application/json", body);
        assertThatThrownBy(tokens()::current)
                .isInstanceOf(TokenFailure.Unavailable.class)
                .hasMessageContainingAll("answered 502", text);
    }

    @Test
    void a_page_in_the_place_of_a_token_is_called_one() {
        answer = (exchange, number) -> reply(exchange, 200, "text/html", "<!DOCTYPE html><html>Sign in</html>");
        assertThatThrownBy(tokens()::current).hasMessageContainingAll("an HTML page", "dhp.oauth.token-uri");
        answer = (exchange, number) -> reply(exchange, 401, "text/html", "<html>Sign in</html>");
        assertThatThrownBy(tokens()::current).hasMessageContainingAll("401 with an HTML page", "dhp.oauth.token-uri");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 401, 503})
    void an_answer_without_an_end_is_not_read_to_it(int status) {
        CountDownLatch hungUp = new CountDownLatch(1);
        answer = (exchange, number) -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, 0);
            byte[] piece = " ".repeat(64 * 1024).getBytes(StandardCharsets.UTF_8);
            try {
                while (true) {
                    exchange.getResponseBody().write(piece);
                }
            } catch (IOException closed) {
                hungUp.countDown();
            }
        };
        assertThatThrownBy(tokens()::current)
                .isInstanceOf(status < 500 ? TokenFailure.Refused.class : TokenFailure.Unavailable.class)
                .hasMessageContaining("answered " + status);
        Awaitility.await().untilAsserted(() -> assertThat(hungUp.getCount()).isZero());
    }

    @Test
    void the_error_code_is_named() {
        answer = (exchange, number) -> reply(exchange, 401, "application/json", "{\"error\":\"invalid_client\"}");
        assertThatThrownBy(tokens()::current).hasMessageContainingAll("401", "invalid_client", "dhp.oauth.client-id");
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503})
    void an_endpoint_that_is_not_well_says_how_long_to_wait(int status) {
        answer = (exchange, number) -> {
            exchange.getResponseHeaders().set("Retry-After", "9");
            reply(exchange, status, "text/html", "<html/>");
        };
        TokenFailure.Unavailable failure =
                catchThrowableOfType(TokenFailure.Unavailable.class, () -> tokens().current());
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void an_endpoint_that_is_slow_or_away_is_unavailable() {
        CountDownLatch never = new CountDownLatch(1);
        answer = (exchange, number) -> await(never);
        assertThatThrownBy(tokens()::current).isInstanceOf(TokenFailure.Unavailable.class);
        never.countDown();
        AccessTokens tokens = tokens();
        server.stop(0);
        assertThatThrownBy(tokens::current).isInstanceOf(TokenFailure.Unavailable.class);
    }

    @Test
    void after_a_failure_the_next_caller_tries_again() {
        answer = (exchange, number) -> reply(exchange, 503, "text/html", "");
        AccessTokens tokens = tokens();
        assertThatThrownBy(tokens::current).isInstanceOf(TokenFailure.Unavailable.class);
        answer = token("\"expires_in\":3600");
        assertThat(tokens.current()).isEqualTo("t2");
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static final class Ticking extends Clock {
        private Instant now = Instant.parse("2026-11-02T08:00:00Z");

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
