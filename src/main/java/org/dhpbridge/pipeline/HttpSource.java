package org.dhpbridge.pipeline;

import io.undertow.server.RequestTooBigException;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.dhpbridge.source.SourceFiles;
import org.xnio.streams.ChannelInputStream;

/** An HTTP port that takes bodies from those who show its token. */
public final class HttpSource extends WireSource {

    private final Admission admission;
    private String token = "";
    private String tokenFile = "";
    private int limit = Integer.MAX_VALUE;
    private int patience;

    public HttpSource(SourceFiles files, Admission admission) {
        super(files);
        this.admission = admission;
    }

    /** @param token that senders must show; empty when it stands in a file */
    public void setToken(String token) {
        this.token = ParameterText.of(token);
    }

    /** @param tokenFile a file that holds the token; empty for none */
    public void setTokenFile(String tokenFile) {
        this.tokenFile = ParameterText.of(tokenFile);
    }

    /** @param limit the longest body, in bytes */
    public void setLimit(int limit) {
        this.limit = limit;
    }

    /** @param patience how long (milliseconds) a sender may be silent in the middle of a body */
    public void setPatience(int patience) {
        this.patience = patience;
    }

    /** @throws NotAdmittedException when the request does not show the source's token */
    public void admit(@Header("Authorization") String authorization) {
        admission.token(authorization, token, tokenFile);
    }

    /**
     * @return the body's messages
     * @throws TooLargeException when it is longer than the limit; no more than the limit is read
     * @throws BrokenOffException when the rest of it does not come
     */
    public Arrival open(InputStream body, Exchange exchange) {
        if (body instanceof ChannelInputStream channel) {
            channel.setReadTimeout(patience, TimeUnit.MILLISECONDS);
        }
        try {
            byte[] bytes = body == null ? new byte[0] : body.readNBytes(limit);
            if (body != null && body.read() >= 0) {
                throw tooLarge();
            }
            return open(WireBody.of(bytes), exchange);
        } catch (RequestTooBigException muchTooLarge) {
            throw tooLarge();
        } catch (IOException broken) {
            throw new BrokenOffException(broken);
        }
    }

    private TooLargeException tooLarge() {
        return new TooLargeException("The body is longer than " + limit
                + " bytes, which the parameter limit of this source allows. Nothing of it is kept: send it in parts,"
                + " or have limit raised.");
    }
}
