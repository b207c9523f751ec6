package org.dhpbridge.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** Ports of this machine. */
final class Ports {

    private Ports() {}

    /** @param address to listen on; empty for all */
    static boolean isFree(String address, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(here(address), port), 1);
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    private static InetAddress here(String address) throws UnknownHostException {
        return address.isBlank() ? null : InetAddress.getByName(address);
    }
}
