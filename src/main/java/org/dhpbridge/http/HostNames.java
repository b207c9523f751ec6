package org.dhpbridge.http;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The names under which a server may be spoken to: the loopback names, with any port, and others that its operator chose. A
 * name of somebody else's that was made to point at this machine (DNS rebinding) is none of them.
 */
public final class HostNames {

    private final List<Authority> others = new ArrayList<>();

    /**
     * @param names beside the loopback names, as {@code bridge.example.uz} (with any port) or {@code bridge.example.uz:8443}
     * @throws IllegalArgumentException a sentence that says which is no name
     */
    public HostNames(Collection<String> names) {
        for (String name : names) {
            String text = name.strip();
            others.add(parse(text)
                    .orElseThrow(() -> new IllegalArgumentException("\"" + text
                            + "\" is no host name. Allowed are names and addresses with or without a port, as"
                            + " bridge.example.uz, 192.0.2.7:8443 or [2001:db8::7]; no *, no scheme, no path.")));
        }
    }

    /** As Kubernetes hands on a pod's address. */
    private static boolean isBareIpv6(String text) {
        return text.indexOf(':') != text.lastIndexOf(':') && !text.startsWith("[");
    }

    /**
     * Whether a host is this machine itself, whatever it is called: {@code localhost}, {@code 127.0.0.1}, {@code ::1}.
     *
     * @param host as a URI or a request has it; null is none
     */
    public static boolean isLoopback(String host) {
        return host != null
                && parse(host)
                        .filter(authority -> authority.port() < 0 && authority.isLoopback())
                        .isPresent();
    }

    private static Optional<Authority> parse(String name) {
        return Authority.parse(isBareIpv6(name) ? "[" + name + "]" : name);
    }

    /** Adds an address on which the server listens, with any port. */
    public void add(InetAddress address) {
        others.add(new Authority(Authority.canonical(address), -1));
    }

    /** @param host the header's value */
    Optional<Authority> own(String host) {
        return Authority.parse(host).filter(this::contains);
    }

    private boolean contains(Authority authority) {
        return authority.isLoopback()
                || others.stream()
                        .anyMatch(other -> other.host().equals(authority.host())
                                && (other.port() < 0 || other.port() == authority.port()));
    }
}
