package org.dhpbridge.doctor;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.ZoneOffset;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The certificates that a server shows, looked at without believing any: the connection ends with them.
 *
 * @param chain the server's own first; empty when it showed none
 */
record Presented(X509Certificate... chain) {

    /** Connects a socket. */
    interface Opening {
        void open(SSLSocket socket) throws IOException;
    }

    private static final class ChainKeeper extends X509ExtendedTrustManager {

        private X509Certificate[] chain = {};

        @Override
        public void checkServerTrusted(X509Certificate[] shown, String type, Socket socket)
                throws CertificateException {
            chain = shown;
            throw new CertificateException("only looked at");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] shown, String type, SSLEngine engine)
                throws CertificateException {
            checkServerTrusted(shown, type);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] shown, String type) throws CertificateException {
            checkServerTrusted(shown, type, (Socket) null);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] shown, String type, Socket socket)
                throws CertificateException {
            checkClientTrusted(shown, type);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] shown, String type, SSLEngine engine)
                throws CertificateException {
            checkClientTrusted(shown, type);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] shown, String type) throws CertificateException {
            throw new CertificateException("nobody is served here");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    static Presented by(Opening server) {
        ChainKeeper keeper = new ChainKeeper();
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {keeper}, null);
            try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket()) {
                server.open(socket);
                socket.startHandshake();
            }
        } catch (IOException expected) {
            return new Presented(keeper.chain);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has TLS", e);
        }
        return new Presented(keeper.chain);
    }

    boolean isNone() {
        return chain.length == 0;
    }

    String subject() {
        return isNone()
                ? ""
                : "; it is of " + chain[0].getSubjectX500Principal().getName();
    }

    /** Of the last one shown: the issuer that is to be believed. */
    String issuer() {
        if (isNone()) {
            return "";
        }
        X509Certificate last = chain[chain.length - 1];
        boolean selfSigned = chain.length == 1 && last.getIssuerX500Principal().equals(last.getSubjectX500Principal());
        return selfSigned
                ? ", signed by itself"
                : ", issued by " + last.getIssuerX500Principal().getName();
    }

    String dates() {
        return isNone()
                ? ""
                : "; it is from "
                        + chain[0].getNotBefore()
                                .toInstant()
                                .atZone(ZoneOffset.UTC)
                                .toLocalDate() + " to "
                        + chain[0].getNotAfter()
                                .toInstant()
                                .atZone(ZoneOffset.UTC)
                                .toLocalDate();
    }
}
