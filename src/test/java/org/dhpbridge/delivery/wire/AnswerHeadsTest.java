package org.dhpbridge.delivery.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.impl.client.CloseableHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.unit.DataSize;

/** The bridge's own client against a server that speaks slowly. */
@Timeout(60)
class AnswerHeadsTest {

    private static final Duration SHORT = Duration.ofMillis(500);

    private final AtomicInteger requests = new AtomicInteger();
    private ServerSocket server;
    private AnswerHeads heads;
    private CloseableHttpClient client;

    @BeforeEach
    void open() throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        FhirSettings settings = new FhirSettings(
                URI.create("http://localhost:" + server.getLocalPort()),
                SHORT,
                SHORT,
                SHORT,
                DataSize.ofMegabytes(1),
                2,
                null);
        FhirClientConfiguration configuration = new FhirClientConfiguration();
        heads = configuration.answerHeads(settings);
        client = configuration.fhirHttpClient(
                settings, heads, new StaticListableBeanFactory().getBeanProvider(SslBundles.class));
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        heads.close();
        server.close();
    }

    @Test
    void headersThatTrickleAreGivenUpAndNotAskedForAgain() {
        serve("X: y\r\n".repeat(1000), Duration.ofMillis(100));

        assertThatThrownBy(() -> client.execute(new HttpGet(uri())))
                .isInstanceOf(InterruptedIOException.class)
                .hasMessageContaining("headers", "PT1S");
        assertThat(requests).hasValue(1);
    }

    @Test
    void headersThatTakeAWhileAreWaitedFor() throws Exception {
        serve("X: y\r\nContent-Length: 0\r\n\r\n", Duration.ofMillis(10));

        assertThat(client.execute(new HttpGet(uri())).getStatusLine().getStatusCode())
                .isEqualTo(200);
    }

    private URI uri() {
        return URI.create("http://localhost:" + server.getLocalPort() + "/");
    }

    private void serve(String headers, Duration pause) {
        Thread thread = new Thread(() -> {
            while (!server.isClosed()) {
                try (Socket socket = server.accept();
                        OutputStream out = socket.getOutputStream()) {
                    requests.incrementAndGet();
                    out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
                    for (byte one : headers.getBytes(StandardCharsets.US_ASCII)) {
                        out.write(one);
                        Thread.sleep(pause.toMillis());
                    }
                } catch (IOException clientIsGone) {
                    // the next one
                } catch (InterruptedException stopped) {
                    return;
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
