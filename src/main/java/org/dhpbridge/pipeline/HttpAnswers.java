package org.dhpbridge.pipeline;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Answers the requests of an HTTP source: JSON, an error as a problem detail (RFC 9457). */
@Component("httpAnswers")
public class HttpAnswers {

    private static final Logger LOG = LoggerFactory.getLogger(HttpAnswers.class);

    private static final int KEPT = 202;
    private static final int NOT_ADMITTED = 401;
    private static final int TIMED_OUT = 408;
    private static final int TOO_LARGE = 413;
    private static final int UNREADABLE = 422;
    private static final int FAULT = 500;
    private static final int LEDGER_AWAY = 503;

    /** Everything is in the ledger; what cannot be read as a dead letter, which the sender is told. */
    public void received(@Body Arrival arrival, Exchange exchange) {
        Tally tally = arrival.tally();
        ObjectNode answer = JsonNodeFactory.instance
                .objectNode()
                .put("received", tally.added())
                .put("known", tally.duplicates())
                .put("dead", tally.dead());
        if (tally.refusal().isPresent()) {
            answer.put("title", "Kept as a dead letter")
                    .put("status", UNREADABLE)
                    .put("detail", tally.refusal().get().sentence());
        }
        send(exchange, tally.refusal().isPresent() ? UNREADABLE : KEPT, answer);
    }

    public void notAdmitted(
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) NotAdmittedException thrown, Exchange exchange) {
        problem(exchange, NOT_ADMITTED, "Not admitted", thrown.getMessage());
        exchange.getMessage().setHeader("WWW-Authenticate", "Bearer");
    }

    public void tooLarge(@ExchangeProperty(Exchange.EXCEPTION_CAUGHT) TooLargeException thrown, Exchange exchange) {
        problem(exchange, TOO_LARGE, "Too large", thrown.getMessage());
    }

    /** Should anybody still listen. */
    public void brokenOff(@ExchangeProperty(Exchange.EXCEPTION_CAUGHT) BrokenOffException thrown, Exchange exchange) {
        LOG.info(
                "A sender of the source {} broke off: {}; nothing of it is kept",
                exchange.getFromRouteId(),
                thrown.getMessage());
        problem(
                exchange,
                TIMED_OUT,
                "Broken off",
                "The rest of the body did not come. Nothing of it is kept: send it again.");
    }

    /** Nothing was kept, for a fault that does not pass by itself. */
    public void failed(Exchange exchange) {
        problem(
                exchange,
                FAULT,
                "Not kept",
                "The bridge failed; its log says how. Nothing of it is kept: keep the message and send it again when that is mended.");
    }

    /** Nothing was kept: the sender must. */
    public void notKept(Exchange exchange) {
        problem(
                exchange,
                LEDGER_AWAY,
                "Not kept",
                "The bridge cannot write its ledger now. Keep the message and send it again; what comes twice is recognised.");
        exchange.getMessage().setHeader("Retry-After", "10");
    }

    private static void problem(Exchange exchange, int status, String title, String detail) {
        send(
                exchange,
                status,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("title", title)
                        .put("status", status)
                        .put("detail", detail));
    }

    /** Nothing of the request goes back: its headers hold the token. */
    private static void send(Exchange exchange, int status, ObjectNode answer) {
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        exchange.getMessage()
                .setHeader(Exchange.CONTENT_TYPE, status < 400 ? "application/json" : "application/problem+json");
        exchange.getMessage().setBody(answer.toString());
    }
}
