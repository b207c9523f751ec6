package org.dhpbridge.pipeline;

import java.time.Clock;
import java.time.ZonedDateTime;
import java.util.UUID;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.dhpbridge.mapping.SiteSettings;
import org.dhpbridge.mllp.MllpServerEndpoint;
import org.dhpbridge.source.hl7.Acknowledgement;
import org.dhpbridge.source.hl7.Acknowledgement.Code;
import org.dhpbridge.source.hl7.Acknowledgement.Problem;
import org.springframework.stereotype.Component;

/**
 * Answers the senders of an HL7 port (HL7 chapter 2). AA: safe in the ledger, whatever becomes of it on the platform. AE: kept
 * as a dead letter because it cannot be read, or not kept because the ledger is away. AR: no HL7, or a sender who is not
 * admitted.
 */
@Component("mllpAnswers")
public class MllpAnswers {

    private static final int CONTROL_ID_LENGTH = 20;

    private final Clock clock;
    private final SiteSettings site;

    MllpAnswers(Clock clock, SiteSettings site) {
        this.clock = clock;
        this.site = site;
    }

    /** Everything is in the ledger, what cannot be read as a dead letter. */
    public void received(@Body Arrival arrival, Exchange exchange) {
        arrival.tally()
                .refusal()
                .ifPresentOrElse(
                        refusal -> answer(
                                exchange,
                                refusal.whole() ? Code.REJECT : Code.ERROR,
                                refusal.whole()
                                        ? Problem.noMessage(refusal.sentence())
                                        : Problem.unreadable(refusal.sentence())),
                        () -> answer(exchange, Code.ACCEPT, null));
    }

    public void notAdmitted(
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) NotAdmittedException thrown, Exchange exchange) {
        exchange.setProperty(MllpServerEndpoint.HANG_UP, true);
        answer(exchange, Code.REJECT, Problem.ours(thrown.getMessage()));
    }

    /** Nothing was kept: the sender must. */
    public void notKept(Exchange exchange) {
        answer(
                exchange,
                Code.ERROR,
                Problem.ours(
                        "The message is not kept: the bridge cannot write its ledger now. Keep it and send it again;"
                                + " what comes twice is recognised."));
    }

    private void answer(Exchange exchange, Code code, Problem problem) {
        ArrivedBody arrival = exchange.getMessage().getBody(ArrivedBody.class);
        boolean enhanced = ((MllpSource) arrival.source()).acknowledgesEnhanced();
        String controlId = UUID.randomUUID().toString().replace("-", "").substring(0, CONTROL_ID_LENGTH);
        ZonedDateTime now = clock.instant().atZone(site.zone());
        exchange.setProperty(
                MllpServerEndpoint.ANSWER,
                Acknowledgement.of(arrival.bytes()).answer(code, enhanced, problem, now, controlId));
    }
}
