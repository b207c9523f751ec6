package org.dhpbridge.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.web.server.Ssl;
import org.springframework.core.env.Environment;

/**
 * Where the bridge listens, and so who can reach it.
 *
 * @param api of {@code server.address}; null for all addresses of the machine
 * @param management of {@code management.server.address}; the same as {@code api} when it has no port of its own
 * @param separate whether health and metrics have a port of their own
 * @param apiTls whether {@code server.ssl} is on
 * @param managementTls whether {@code management.server.ssl} is on, or that of the port that they share
 * @param behindProxy whether something in front of the bridge encrypts
 */
public record Exposure(
        InetAddress api,
        InetAddress management,
        boolean separate,
        boolean apiTls,
        boolean managementTls,
        boolean behindProxy) {

    /** What is not right about it, and what to do, a sentence each. */
    public record Mistake(String what, String remedy) {}

    /** The name of the property that says where a management port of its own listens. */
    public static final String MANAGEMENT_ADDRESS = "management.server.address";

    /** @param environment the bridge's settings; a management port without an address listens where the API does */
    public static Exposure of(Environment environment) {
        Binder binder = Binder.get(environment);
        InetAddress api = address(binder, "server.address");
        boolean apiTls = isTls(binder, "server.ssl");
        boolean separate = ManagementPortType.get(environment) == ManagementPortType.DIFFERENT;
        return new Exposure(
                api,
                separate && environment.containsProperty(MANAGEMENT_ADDRESS)
                        ? address(binder, MANAGEMENT_ADDRESS)
                        : api,
                separate,
                apiTls,
                separate ? isTls(binder, "management.server.ssl") : apiTls,
                binder.bind("dhp.api.behind-proxy", Boolean.class).orElse(false));
    }

    private static InetAddress address(Binder binder, String property) {
        return binder.bind(property, InetAddress.class).orElse(null);
    }

    private static boolean isTls(Binder binder, String prefix) {
        return Ssl.isEnabled(binder.bind(prefix, Ssl.class).orElse(null));
    }

    /** Where it listens, what stands for all addresses left out. */
    List<InetAddress> addresses() {
        return Stream.of(api, management)
                .filter(address -> address != null && !address.isAnyLocalAddress())
                .toList();
    }

    /** Whether other machines, or a proxy that they reach, can reach the API: then all of it needs the key. */
    boolean isApiOpenToOthers() {
        return behindProxy || !isLoopback(api);
    }

    /** Whether other machines can reach health and metrics: then all but the probes needs the key. */
    public boolean isManagementOpenToOthers() {
        return behindProxy || !isLoopback(management);
    }

    /**
     * Where the API answers on this machine itself.
     *
     * @return as {@code http://localhost:8080}; with the address when it listens on none of the loopback addresses
     */
    public String local(String port) {
        String host = api == null || api.isAnyLocalAddress() || api.isLoopbackAddress()
                ? "localhost"
                : api instanceof Inet6Address ? "[" + api.getHostAddress() + "]" : api.getHostAddress();
        return (apiTls ? "https://" : "http://") + host + ":" + port;
    }

    /** @return empty when what is sent is encrypted, or never leaves the machine */
    public Optional<Mistake> mistake() {
        if (behindProxy) {
            return Optional.empty();
        }
        if (!isLoopback(api) && !apiTls) {
            return Optional.of(mistake("server.address", api, "server.ssl.bundle", "127.0.0.1"));
        }
        if (separate && !isLoopback(management) && !managementTls) {
            return Optional.of(mistake(MANAGEMENT_ADDRESS, management, "management.server.ssl.bundle", "127.0.0.1"));
        }
        return Optional.empty();
    }

    private static Mistake mistake(String property, InetAddress address, String tls, String loopback) {
        return new Mistake(
                property + " is " + (address == null ? "not set, which means all addresses" : address.getHostAddress())
                        + ", where other machines reach it, and nothing encrypts what they send: neither " + tls
                        + " nor dhp.api.behind-proxy is set.",
                "Set " + property + " to " + loopback + ", give it TLS with " + tls
                        + ", or set dhp.api.behind-proxy=true when a proxy or mesh in front of the bridge encrypts."
                        + " Everything but the probes then needs the API key.");
    }

    private static boolean isLoopback(InetAddress address) {
        return address != null && address.isLoopbackAddress();
    }
}
