package org.dhpbridge;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** Requests byte by byte, as a browser or an attacker sends them and no client library would. */
final class RawHttp {

    /** @param status 0 when the server closed the connection without an answer */
    record Answer(int status, String head, String body) {

        /** The first value of a header; empty when it is not there. */
        String header(String name) {
            return Arrays.stream(head.split("\r\n"))
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }
    }

    private static final int LONGEST_WAIT = 60_000;

    private RawHttp() {}

    /**
     * @param target as {@code /api/summary}
     * @param headers whole lines, {@code Host} among them
     */
    static Answer send(int port, String method, String target, String body, String... headers) throws IOException {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        if (!method.equals("GET") && !method.equals("HEAD")) {
            head.append("Content-Length: ")
                    .append(body.getBytes(StandardCharsets.UTF_8).length)
                    .append("\r\n");
        }
        return bytes(port, head + "Connection: close\r\n\r\n" + body);
    }

    private static String joined(String chunks) {
        StringBuilder body = new StringBuilder();
        int at = 0;
        while (true) {
            int line = chunks.indexOf("\r\n", at);
            int length = Integer.parseInt(chunks.substring(at, line), 16);
            if (length == 0) {
                return body.toString();
            }
            body.append(chunks, line + 2, line + 2 + length);
            at = line + 4 + length;
        }
    }

    static Answer bytes(int port, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(LONGEST_WAIT);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            String text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            int end = text.indexOf("\r\n\r\n");
            if (end < 0) {
                return new Answer(0, text, "");
            }
            String head = text.substring(0, end);
            String body = text.substring(end + 4);
            boolean chunked = head.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked");
            return new Answer(Integer.parseInt(head.split(" ", 3)[1]), head, chunked ? joined(body) : body);
        }
    }
}
