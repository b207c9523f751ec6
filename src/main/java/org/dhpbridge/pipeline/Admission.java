package org.dhpbridge.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.dhpbridge.http.BearerHeader;
import org.dhpbridge.kernel.SecretFile;
import org.dhpbridge.kernel.Secrets;
import org.dhpbridge.mllp.MllpServerEndpoint;
import org.springframework.stereotype.Component;

/** Who may send over a wire. */
@Component("admission")
public class Admission {

    /**
     * For a template of a site's own that is older than the parameter {@code allow} of the port, which takes no such connection.
     *
     * @param arrival of a source that says which addresses and networks may send
     * @param remote the sender's address, as {@code /10.1.2.3:40112}
     * @throws NotAdmittedException when the address is not among them
     */
    public void address(@Body Arrival arrival, @Header(MllpServerEndpoint.REMOTE_ADDRESS) String remote) {
        if (!((MllpSource) arrival.source()).allowed().contains(parse(remote))) {
            throw new NotAdmittedException(
                    "This port does not take messages from your address. The parameter allow of the"
                            + " source lists those that may send.");
        }
    }

    /**
     * @param authorization the request's header of that name
     * @param token the token; empty when it stands in a file
     * @param tokenFile its file, read for every request so that a new token needs no restart
     * @throws NotAdmittedException when they differ
     */
    void token(String authorization, String token, String tokenFile) {
        String expected = expected(token, tokenFile);
        if (expected.isBlank()) {
            throw new IllegalArgumentException(
                    "The source has neither token nor tokenFile; it takes nothing without one.");
        }
        boolean same = BearerHeader.token(authorization)
                .filter(shown -> Secrets.same(shown, expected))
                .isPresent();
        if (!same) {
            throw new NotAdmittedException(
                    "The request has not the token of this source: send it as Authorization: Bearer.");
        }
    }

    private static String expected(String token, String file) {
        try {
            return SecretFile.or(token, file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("The token's file cannot be read", e);
        }
    }

    /** {@code /10.1.2.3:40112}, {@code host/10.1.2.3:40112} or {@code /[2001:db8::1]:40112}. */
    private static InetAddress parse(String remote) {
        String host = remote.substring(remote.indexOf('/') + 1, remote.lastIndexOf(':'))
                .replace("[", "")
                .replace("]", "");
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("The sender's address cannot be read", e);
        }
    }
}
