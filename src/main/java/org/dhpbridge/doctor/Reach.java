package org.dhpbridge.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.dhpbridge.kernel.CauseChain;

/** Whether a server can be reached, told apart by name, port and certificate. */
final class Reach {

    private static final Duration SOON = Duration.ofDays(14);
    private static final int SHORT_MILLIS = 2_000;

    private final String what;
    private final URI uri;
    private final String host;
    private final int port;

    /**
     * @param what for the finding, as {@code SSO}
     * @param uri of http or https
     */
    Reach(String what, URI uri) {
        this.what = what;
        this.uri = uri;
        this.host = uri.getHost().replaceAll("^\\[|]$", "");
        this.port = uri.getPort() >= 0 ? uri.getPort() : isTls(uri) ? 443 : 80;
    }

    static boolean somebodyListens(URI uri) {
        Reach reach = new Reach("", uri);
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(reach.host, reach.port), SHORT_MILLIS);
            return true;
        } catch (IOException nobody) {
            return false;
        }
    }

    /**
     * @param trust whom to believe; null for whom the Java installation believes
     * @param settings where the address and the trust are set, as {@code dhp.fhir}
     * @param addressProperty as {@code dhp.fhir.base-url}
     */
    Finding check(SSLContext trust, String settings, String addressProperty) {
        InetAddress[] addresses;
        try {
            addresses = Bounded.call(Bounded.LONGEST, () -> InetAddress.getAllByName(host));
        } catch (Bounded.CallFailedException e) {
            return Finding.failed(
                    what,
                    "the name " + host + " cannot be found: " + e.getMessage(),
                    "Correct " + addressProperty + ", or the name service (DNS) of this machine: nslookup " + host
                            + ".");
        }
        try {
            Bounded.call(Bounded.LONGEST, this::connect);
        } catch (Bounded.CallFailedException e) {
            return Finding.failed(
                    what,
                    "no connection to " + host + " (" + addresses[0].getHostAddress() + "), port " + port + ": "
                            + e.getMessage(),
                    "Let the firewall of this machine and of the site through to it, or correct " + addressProperty
                            + ".");
        }
        if (!isTls(uri)) {
            return Finding.ok(what, host + ", port " + port + " answers, without TLS");
        }
        try {
            return Bounded.call(Bounded.LONGEST, () -> handshake(trust));
        } catch (Bounded.CallFailedException e) {
            return e.getCause() instanceof SSLException refused
                    ? refused(refused, settings)
                    : Finding.failed(
                            what,
                            host + ", port " + port + " takes the connection, and TLS does not begin: "
                                    + e.getMessage(),
                            "Look whether a proxy or a firewall stands in between, and whether " + addressProperty
                                    + " is right.");
        }
    }

    private Void connect() throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), (int) Bounded.LONGEST.toMillis());
        }
        return null;
    }

    private Finding handshake(SSLContext trust) throws IOException, GeneralSecurityException {
        SSLContext context = trust == null ? SSLContext.getDefault() : trust;
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket()) {
            open(socket);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            X509Certificate certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return reached(
                    socket.getSession().getProtocol(), certificate.getNotAfter().toInstant());
        }
    }

    private void open(SSLSocket socket) throws IOException {
        socket.connect(new InetSocketAddress(host, port), (int) Bounded.LONGEST.toMillis());
        socket.setSoTimeout((int) Bounded.LONGEST.toMillis());
    }

    private Finding reached(String protocol, Instant end) {
        String facts = host + ", port " + port + " answers by " + protocol + ", its certificate is believed until "
                + end.atZone(ZoneOffset.UTC).toLocalDate();
        return end.isBefore(Instant.now().plus(SOON))
                ? Finding.warning(what, facts, "Tell whoever runs " + host + " that its certificate must be renewed.")
                : Finding.ok(what, facts);
    }

    private Finding refused(SSLException e, String settings) {
        String said = causes(e);
        String start = host + ", port " + port + ": ";
        if (said.contains("unrecognized ssl message") || said.contains("plaintext")) {
            return Finding.failed(
                    what,
                    start + "no TLS is spoken there",
                    "Correct the address: https:// is for another port, or a proxy in between answers.");
        }
        Presented presented = Presented.by(this::open);
        if (said.contains("certificateexpired") || said.contains("notyetvalid")) {
            return Finding.failed(
                    what,
                    start + "its certificate is not valid now" + presented.dates(),
                    "Look at this machine's clock first; if that is right, whoever runs " + host + " must renew it.");
        }
        if (said.contains("no name matching") || said.contains("no subject alternative")) {
            return Finding.failed(
                    what,
                    start + "its certificate is for another host" + presented.subject(),
                    "Correct the address, or let whoever runs " + host + " have a certificate for it.");
        }
        if (presented.isNone()) {
            return Finding.failed(
                    what,
                    start + "TLS fails (" + e.getClass().getSimpleName() + ")",
                    "Look whether it asks for a certificate of this bridge, which the bundle of " + settings
                            + ".ssl-bundle would hold, or only speaks versions of TLS that this Java refuses.");
        }
        return Finding.failed(
                what,
                start + "its certificate is not believed here" + presented.subject() + presented.issuer(),
                "If it is the right one (ask whoever runs it, or the proxy in between), save the certificate of its issuer"
                        + " as ca.pem and set spring.ssl.bundle.pem.platform.truststore.certificate=file:/path/ca.pem and "
                        + settings + ".ssl-bundle=platform.");
    }

    private static String causes(Throwable e) {
        StringBuilder said = new StringBuilder();
        for (Throwable t : CauseChain.of(e)) {
            said.append(t.getClass().getSimpleName())
                    .append(' ')
                    .append(t.getMessage())
                    .append(' ');
        }
        return said.toString().toLowerCase(Locale.ROOT);
    }

    private static boolean isTls(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme());
    }
}
