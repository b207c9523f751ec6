package org.dhpbridge.mllp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ServerSocketFactory;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.dhpbridge.kernel.OnceAMinute;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;

/** Listens on the port, with a thread for each sender that is connected. */
final class MllpServerConsumer extends DefaultConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(MllpServerConsumer.class);
    private static final int STRANGERS = 4;
    private static final int BACKLOG = 50;
    private static final long PAUSE = 1000;

    private final MllpServerEndpoint.PortSettings settings;
    private final ApplicationEventPublisher events;
    private final Set<SenderConnection> connections = ConcurrentHashMap.newKeySet();
    private final Set<SenderConnection> strangers = ConcurrentHashMap.newKeySet();
    private final FailedHandshakes handshakes;
    private ExecutorService threads;
    private volatile ServerSocket port;
    private final FrameSpace space;
    private final OnceAMinute reminders = new OnceAMinute();
    private boolean full;

    MllpServerConsumer(
            MllpServerEndpoint endpoint,
            Processor processor,
            MllpServerEndpoint.PortSettings settings,
            ApplicationEventPublisher events) {
        super(endpoint, processor);
        this.settings = settings;
        this.events = events;
        handshakes = new FailedHandshakes(settings.source(), System::nanoTime);
        this.space = new FrameSpace(settings.limit());
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        open();
    }

    private void open() throws Exception {
        ServerSocketFactory factory = settings.tls() == null
                ? ServerSocketFactory.getDefault()
                : settings.tls()
                        .createSSLContext(getEndpoint().getCamelContext())
                        .getServerSocketFactory();
        ServerSocket opened = factory.createServerSocket();
        try {
            opened.setReuseAddress(true);
            opened.bind(new InetSocketAddress(InetAddress.getByName(settings.address()), settings.port()), BACKLOG);
        } catch (IOException e) {
            opened.close();
            throw new IOException(
                    "The port " + settings.port() + " of " + settings.address() + " cannot be opened: "
                            + e.getMessage(),
                    e);
        }
        port = opened;
        threads = getEndpoint()
                .getCamelContext()
                .getExecutorServiceManager()
                .newCachedThreadPool(this, "HL7 port " + settings.source());
        ExecutorService running = threads;
        running.execute(() -> accept(opened, running));
    }

    private void accept(ServerSocket listening, ExecutorService running) {
        while (!listening.isClosed()) {
            try {
                take(listening.accept(), listening, running);
            } catch (IOException e) {
                if (!listening.isClosed()) {
                    LOG.warn(
                            "The source {} cannot take a connection now ({}); it goes on listening",
                            settings.source(),
                            e.getClass().getName());
                    pause();
                }
            }
        }
    }

    private void take(Socket socket, ServerSocket listening, ExecutorService running) throws IOException {
        InetAddress sender = socket.getInetAddress();
        if (settings.allowed().contains(sender)) {
            takeOneOfMany(socket, listening, running);
        } else {
            takeStranger(socket, listening, running);
        }
    }

    /** The route refuses what a stranger sends. A few of them hear that at a time, and none takes the place of who may send. */
    private void takeStranger(Socket socket, ServerSocket listening, ExecutorService running) throws IOException {
        InetAddress sender = socket.getInetAddress();
        if (reminders.isDue(sender)) {
            LOG.warn(
                    "The source {} takes nothing from {}: its parameter allow does not list that address. Add it there if it may"
                            + " send; until then this is told once a minute.",
                    settings.source(),
                    sender.getHostAddress());
        }
        if (strangers.size() >= STRANGERS) {
            socket.close();
        } else {
            serve(socket, settings.ofStranger(), strangers, listening, running);
        }
    }

    private void takeOneOfMany(Socket socket, ServerSocket listening, ExecutorService running) throws IOException {
        boolean refused = connections.size() >= settings.connections();
        if (refused != full) {
            full = refused;
            if (refused) {
                LOG.warn(
                        "The source {} has {} senders connected, as many as its parameter connections allows: further"
                                + " ones are refused until one of them goes",
                        settings.source(),
                        settings.connections());
            }
        }
        if (refused) {
            socket.close();
        } else {
            serve(socket, settings, connections, listening, running);
        }
    }

    private void serve(
            Socket socket,
            MllpServerEndpoint.PortSettings bounds,
            Set<SenderConnection> among,
            ServerSocket listening,
            ExecutorService running)
            throws IOException {
        SenderConnection connection = new SenderConnection(this, bounds, socket, space, events, handshakes);
        among.add(connection);
        if (listening.isClosed()) {
            connection.endAfterAnswer();
        }
        try {
            running.execute(() -> {
                try {
                    connection.serve();
                } finally {
                    among.remove(connection);
                }
            });
        } catch (RejectedExecutionException portIsClosing) {
            among.remove(connection);
            socket.close();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    protected void doStop() throws Exception {
        closePort();
        super.doStop();
    }

    /** A sender whose message is in work has its answer first. */
    private void closePort() throws IOException {
        ServerSocket listening = port;
        port = null;
        if (listening != null) {
            listening.close();
        }
        connections.forEach(SenderConnection::endAfterAnswer);
        strangers.forEach(SenderConnection::endAfterAnswer);
        ExecutorService ending = threads;
        threads = null;
        if (ending != null) {
            getEndpoint().getCamelContext().getExecutorServiceManager().shutdownGraceful(ending);
        }
    }
}
