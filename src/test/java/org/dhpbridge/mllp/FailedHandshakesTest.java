package org.dhpbridge.mllp;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.dhpbridge.FreePort;
import org.dhpbridge.SelfSigned;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Whoever knocks at a TLS port again and again without TLS is not told each time. */
class FailedHandshakesTest {

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger room = (Logger) LoggerFactory.getLogger("org.dhpbridge.mllp");

    @BeforeEach
    void listen() {
        log.start();
        room.addAppender(log);
    }

    @AfterEach
    void leave() {
        room.detachAppender(log);
    }

    private List<String> lines() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void theFirstIsToldAtOnceAndTheOthersWithTheirNumberAMinuteLater() throws Exception {
        AtomicLong now = new AtomicLong();
        FailedHandshakes handshakes = new FailedHandshakes("lab", now::get);
        for (int second = 0; second <= 60; second += 10) {
            now.set(Duration.ofSeconds(second).toNanos());
            handshakes.failed(InetAddress.getByName("10.1.2.3"), new SSLHandshakeException("CN=Karimov"));
            handshakes.failed(InetAddress.getByName("10.1.2." + second), new SSLHandshakeException("CN=Karimov"));
        }

        assertThat(lines())
                .containsExactly(
                        "The source lab could not agree on TLS with 10.1.2.3 (SSLHandshakeException). This is said once a minute",
                        "The source lab could not agree on TLS with 10.1.2.0, 10.1.2.3 (6 times), 10.1.2.10, 10.1.2.20,"
                                + " 10.1.2.30 and others (2 times) (SSLHandshakeException). This is said once a minute");
    }

    @Test
    void atThePortItselfOneLineIsWrittenForMany(@TempDir Path folder) throws Exception {
        SSLContext tls = new SelfSigned(folder).context();
        SSLContextParameters parameters = new SSLContextParameters() {
            @Override
            public SSLContext createSSLContext(CamelContext camel) {
                return tls;
            }
        };
        int port = FreePort.find();
        CamelContext camel = new DefaultCamelContext();
        camel.addComponent("mllp-server", new MllpServerComponent(event -> {}));
        camel.getRegistry().bind("tls", parameters);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("mllp-server:127.0.0.1:" + port + "?source=secured&sslContextParameters=#tls")
                        .stop();
            }
        });
        camel.start();
        for (int i = 0; i < 4; i++) {
            knock(port, "GET / HTTP/1.1\r\n\r\n");
            knock(port, "");
        }
        camel.stop();

        assertThat(lines())
                .singleElement()
                .asString()
                .startsWith("The source secured could not agree on TLS with 127.0.0.1 (");
    }

    /** As a scanner does, or a probe that only looks whether somebody listens. */
    private static void knock(int port, String words) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(words.getBytes());
            socket.shutdownOutput();
            InputStream in = socket.getInputStream();
            while (in.read() >= 0) {
                // until the port has hung up
            }
        } catch (SocketException hungUp) {
            // just as well
        }
    }
}
