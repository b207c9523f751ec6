package org.dhpbridge.pipeline;

import org.apache.camel.Exchange;
import org.dhpbridge.mllp.AllowedSenders;
import org.dhpbridge.source.SourceFiles;

/** An HL7 port: MLLP over TCP. */
public final class MllpSource extends WireSource {

    private AllowedSenders allowed = AllowedSenders.of("");
    private boolean enhanced;

    public MllpSource(SourceFiles files) {
        super(files);
    }

    /**
     * For a template of a site's own that is older than the parameter of the port, beside {@link Admission#address}.
     *
     * @param allow addresses and networks that may send, separated by commas; empty for everybody
     */
    public void setAllow(String allow) {
        this.allowed = AllowedSenders.of(ParameterText.of(allow));
    }

    /** @param acknowledge {@code original}: AA, AE, AR; {@code enhanced}: a sender that fills MSH-15 or MSH-16 is answered as these say */
    public void setAcknowledge(String acknowledge) {
        this.enhanced = ParameterText.of(acknowledge).equals("enhanced");
    }

    /** @return the messages of a frame */
    public Arrival open(byte[] frame, Exchange exchange) {
        return open(WireBody.of(frame), exchange);
    }

    AllowedSenders allowed() {
        return allowed;
    }

    boolean acknowledgesEnhanced() {
        return enhanced;
    }
}
