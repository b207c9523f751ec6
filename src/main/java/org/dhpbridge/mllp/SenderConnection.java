package org.dhpbridge.mllp;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;

/** One sender: frame after frame through the route, and the answers back in the same order. */
final class SenderConnection {

    private static final Logger LOG = LoggerFactory.getLogger(SenderConnection.class);

    private final MllpServerConsumer consumer;
    private final MllpServerEndpoint.PortSettings settings;
    private final Socket socket;
    private final FrameSpace space;
    private final ApplicationEventPublisher events;
    private final FailedHandshakes handshakes;
    private final String remote;
    private final Object turn = new Object();
    private boolean inWork;
    private boolean ending;
    private boolean hasWarned;

    SenderConnection(
            MllpServerConsumer consumer,
            MllpServerEndpoint.PortSettings settings,
            Socket socket,
            FrameSpace space,
            ApplicationEventPublisher events,
            FailedHandshakes handshakes) {
        this.consumer = consumer;
        this.space = space;
        this.settings = settings;
        this.socket = socket;
        this.events = events;
        this.handshakes = handshakes;
        this.remote = String.valueOf(socket.getRemoteSocketAddress());
    }

    /** Until the sender goes, is silent for too long, or the port closes. */
    void serve() {
        FrameReader frames = null;
        try (Socket open = socket) {
            open.setTcpNoDelay(true);
            open.setKeepAlive(true);
            if (open instanceof SSLSocket secured) {
                shakeHands(secured);
            }
            InputStream in = open.getInputStream();
            frames = new FrameReader(
                    (into, wait) -> {
                        open.setSoTimeout(wait);
                        return in.read(into);
                    },
                    settings.idle(),
                    settings.patience(),
                    settings.limit(),
                    space,
                    System::nanoTime);
            while (answered(frames, open.getOutputStream())) {
                tellStray(frames);
            }
        } catch (EOFException senderIsGone) {
            LOG.debug("A sender of the source {} has gone", settings.source());
        } catch (SocketTimeoutException silence) {
            LOG.debug("A sender of the source {} was silent for too long; its connection is closed", settings.source());
        } catch (FrameRefusedException refused) {
            LOG.warn(
                    "The source {} does not take a message that {} sent; nothing of it is kept and the connection is"
                            + " closed: {}",
                    settings.source(),
                    remote,
                    refused.getMessage());
        } catch (SSLException refused) {
            handshakes.failed(socket.getInetAddress(), refused);
        } catch (IOException e) {
            if (!isEnding()) {
                LOG.info(
                        "The connection of {} to the source {} broke ({}); it may connect again",
                        remote,
                        settings.source(),
                        e.getClass().getSimpleName());
            }
        } finally {
            if (frames != null) {
                frames.end();
                tellStray(frames);
            }
        }
    }

    /** A sender that is cut off meanwhile, as a probe does itself, has not agreed either. */
    private void shakeHands(SSLSocket secured) throws IOException {
        secured.setSoTimeout(settings.patience());
        try {
            secured.startHandshake();
        } catch (SocketException cutOff) {
            if (isEnding()) {
                throw cutOff;
            }
            throw new SSLException(cutOff);
        }
    }

    /** Takes no further message; one that is in work is answered. */
    void endAfterAnswer() {
        synchronized (turn) {
            ending = true;
            if (!inWork) {
                closeQuietly();
            }
        }
    }

    private boolean isEnding() {
        synchronized (turn) {
            return ending;
        }
    }

    /** @return false when the connection is to be closed */
    private boolean answered(FrameReader frames, OutputStream out) throws IOException {
        byte[] message = frames.next();
        if (message == null) {
            return true;
        }
        synchronized (turn) {
            if (ending) {
                return false;
            }
            inWork = true;
        }
        boolean goesOn = false;
        try {
            goesOn = answer(message, out);
        } finally {
            synchronized (turn) {
                inWork = false;
                goesOn &= !ending;
            }
        }
        return goesOn;
    }

    private boolean answer(byte[] message, OutputStream out) throws IOException {
        Exchange exchange = consumer.createExchange(false);
        try {
            exchange.getIn().setBody(message);
            exchange.getIn().setHeader(MllpServerEndpoint.REMOTE_ADDRESS, remote);
            consumer.createUoW(exchange);
            consumer.getProcessor().process(exchange);
            if (exchange.getException() == null && exchange.getMessage().getBody() instanceof MllpAnswer answer) {
                if (answer.message().length > 0) {
                    send(answer.message(), out);
                }
                return !answer.hangUp();
            }
            notAnswered(exchange.getException());
            return false;
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            notAnswered(e);
            return false;
        } finally {
            consumer.doneUoW(exchange);
            consumer.releaseExchange(exchange, false);
        }
    }

    /** Without an answer the sender keeps its message and sends it again. */
    private void notAnswered(Throwable why) {
        LOG.error(
                "The source {} could not answer {} ({}); the connection is closed, so that the message is sent again",
                settings.source(),
                remote,
                why == null ? "the route made no answer" : why.getClass().getName());
    }

    private static void send(byte[] answer, OutputStream out) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream(answer.length + 3);
        frame.write(FrameReader.START);
        frame.write(answer);
        frame.write(FrameReader.END);
        frame.write('\r');
        out.write(frame.toByteArray());
        out.flush();
    }

    private void tellStray(FrameReader frames) {
        long count = frames.takeStray();
        if (count == 0) {
            return;
        }
        events.publishEvent(new StrayBytes(settings.source(), count));
        if (!hasWarned) {
            hasWarned = true;
            LOG.warn(
                    "The source {} was sent {} bytes by {} that belong to no message: one stands between 0x0B and 0x1C"
                            + " 0x0D. Nothing of them is kept or acknowledged. Look at the sender's settings for MLLP."
                            + " Further ones of this connection are only counted (dhp_mllp_stray_bytes_total).",
                    settings.source(),
                    count,
                    remote);
        }
    }

    private void closeQuietly() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("A connection of the source {} was closed already", settings.source());
        }
    }
}
