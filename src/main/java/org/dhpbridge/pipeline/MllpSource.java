package org.dhpbridge.pipeline;

import org.apache.camel.Exchange;
import org.dhpbridge.source.SourceFiles;

/** An HL7 port: MLLP over TCP. */
public final class MllpSource extends WireSource {

    private String allow = "";
    private boolean enhanced;

    public MllpSource(SourceFiles files) {
        super(files);
    }

    /** @param allow addresses and networks that may send, separated by commas; empty for everybody */
    public void setAllow(String allow) {
        this.allow = ParameterText.of(allow);
    }

    /** @param acknowledge {@code original}: AA, AE, AR; {@code enhanced}: CA, CE, CR to a sender that fills MSH-15 or MSH-16 */
    public void setAcknowledge(String acknowledge) {
        this.enhanced = ParameterText.of(acknowledge).equals("enhanced");
    }

    /** @return the messages of a frame */
    public Arrival open(byte[] frame, Exchange exchange) {
        return open(WireBody.of(frame), exchange);
    }

    String allow() {
        return allow;
    }

    boolean acknowledgesEnhanced() {
        return enhanced;
    }
}
