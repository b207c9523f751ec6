package org.dhpbridge.benchmarks.endtoend;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Senders that wait for each acknowledgement before they send the next message, as MLLP demands. */
final class MllpLoad {

    private MllpLoad() {}

    /** Prints acknowledgements a second and how long one takes. */
    static void run(int port, Messages messages, int connections, int count) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        List<Future<double[]>> ends = new ArrayList<>();
        int each = count / connections;
        long begin = System.nanoTime();
        for (int connection = 0; connection < connections; connection++) {
            int first = connection * each;
            ends.add(threads.submit(() -> send(port, messages, first, each)));
        }
        double[] all = new double[each * connections];
        for (int connection = 0; connection < connections; connection++) {
            System.arraycopy(ends.get(connection).get(), 0, all, connection * each, each);
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        threads.shutdown();
        Arrays.sort(all);
        System.out.printf(
                Locale.ROOT,
                "MLLP, %d connections: %.0f acknowledgements/s; one takes %.1f ms (median), %.1f ms (99 of 100)%n",
                connections,
                all.length / seconds,
                all[all.length / 2],
                all[all.length * 99 / 100]);
    }

    private static double[] send(int port, Messages messages, int first, int count) throws IOException {
        double[] milliseconds = new double[count];
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setTcpNoDelay(true);
            OutputStream out = new BufferedOutputStream(socket.getOutputStream());
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (int i = 0; i < count; i++) {
                byte[] message = messages.message(first + i).getBytes(StandardCharsets.UTF_8);
                long begin = System.nanoTime();
                out.write(0x0B);
                out.write(message);
                out.write(0x1C);
                out.write(0x0D);
                out.flush();
                if (!acknowledgement(in).contains("MSA|AA")) {
                    throw new IOException("A message was not acknowledged with AA");
                }
                milliseconds[i] = (System.nanoTime() - begin) / 1e6;
            }
        }
        return milliseconds;
    }

    private static String acknowledgement(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int c = in.read(); c != 0x1C; c = in.read()) {
            if (c < 0) {
                throw new IOException("The bridge closed the connection");
            }
            text.append((char) c);
        }
        in.read();
        return text.toString();
    }
}
