package org.dhpbridge.pipeline;

import java.time.Clock;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.dhpbridge.kernel.OnceAMinute;
import org.dhpbridge.mapping.SiteSettings;
import org.dhpbridge.mllp.MllpAnswer;
import org.dhpbridge.source.hl7.Acknowledgement;
import org.dhpbridge.source.hl7.Acknowledgement.Code;
import org.dhpbridge.source.hl7.Acknowledgement.ErrorDetail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Answers the senders of an HL7 port (HL7 chapter 2). AA: safe in the ledger, whatever becomes of it on the platform; with a
 * warning when something that is no message came with it. AE: kept as a dead letter because it cannot be read, or not kept
 * because the ledger is away. AR: no HL7, a message that is not for us, or, in a site's older template, a sender who is not
 * admitted.
 */
@Component("mllpAnswers")
public class MllpAnswers {

    private static final Logger LOG = LoggerFactory.getLogger(MllpAnswers.class);

    private static final int CONTROL_ID_LENGTH = 20;

    private final OnceAMinute reminders = new OnceAMinute();
    private final Clock clock;
    private final SiteSettings site;

    MllpAnswers(Clock clock, SiteSettings site) {
        this.clock = clock;
        this.site = site;
    }

    /** Everything is in the ledger, what cannot be read as a dead letter. */
    public MllpAnswer received(@Body ArrivedBody arrival) {
        Optional<Tally.Refusal> refused = arrival.tally().refusal();
        long taken = arrival.tally().taken();
        if (refused.isEmpty()) {
            return new MllpAnswer(answer(arrival, Code.ACCEPT, null), false);
        }
        Tally.Dead dead = refused.get().what();
        String sentence = refused.get().sentence();
        if (dead == Tally.Dead.NO_MESSAGE && taken > 0) {
            String besides = "The message is kept. What came besides is a dead letter: " + sentence;
            return new MllpAnswer(answer(arrival, Code.ACCEPT, ErrorDetail.noMessage(besides)), false);
        }
        byte[] answer = dead == Tally.Dead.UNREADABLE || taken > 0
                ? answer(arrival, Code.ERROR, ErrorDetail.unreadable(sentence + kept(taken)))
                : answer(arrival, Code.REJECT, ErrorDetail.noMessage(sentence));
        if (answer.length == 0 && reminders.isDue(arrival.source().name())) {
            LOG.warn(
                    "The source {} refused a message, and its sender is not told, for its MSH-15 and MSH-16 ask for no"
                            + " such answer. The message is a dead letter with its reason. Further ones are told once a"
                            + " minute.",
                    arrival.source().name());
        }
        return new MllpAnswer(answer, false);
    }

    private static String kept(long taken) {
        return taken == 0 ? "" : " Other messages of this frame are kept and go on: " + taken + ".";
    }

    /** The connection is closed after it. */
    public MllpAnswer notAdmitted(
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) NotAdmittedException thrown, @Body ArrivedBody arrival) {
        return new MllpAnswer(answer(arrival, Code.REJECT, ErrorDetail.ours(thrown.getMessage())), true);
    }

    /** Nothing was kept: the sender must. */
    public MllpAnswer notKept(@Body ArrivedBody arrival) {
        return error(
                arrival,
                "The message is not kept: the bridge cannot write its ledger now. Keep it and send it again;"
                        + " what comes twice is recognised.");
    }

    /** Nothing was kept, for a fault that does not pass by itself. */
    public MllpAnswer failed(@Body ArrivedBody arrival) {
        return error(
                arrival,
                "The message is not kept: the bridge failed, and its log says how. Keep it and send it again when that is"
                        + " mended.");
    }

    /** To a sender that wants no answer only the end of the connection can say it. */
    private MllpAnswer error(ArrivedBody arrival, String sentence) {
        byte[] answer = answer(arrival, Code.ERROR, ErrorDetail.ours(sentence));
        if (answer.length == 0 && reminders.isDue(arrival.source().name())) {
            LOG.warn(
                    "The source {} could not keep a message, and its sender is not told, for its MSH-15 and MSH-16 ask"
                            + " for no such answer: the connection is closed. Let the sender ask for errors (MSH-15 AL or"
                            + " ER), and send again. Further ones are told once a minute.",
                    arrival.source().name());
        }
        return new MllpAnswer(answer, answer.length == 0);
    }

    private byte[] answer(ArrivedBody arrival, Code code, ErrorDetail problem) {
        boolean enhanced = ((MllpSource) arrival.source()).acknowledgesEnhanced();
        String controlId = UUID.randomUUID().toString().replace("-", "").substring(0, CONTROL_ID_LENGTH);
        ZonedDateTime now = clock.instant().atZone(site.zone());
        return Acknowledgement.of(arrival.bytes()).answer(code, enhanced, problem, now, controlId);
    }
}
