package org.dhpbridge.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** What counts as one sender: an address of IPv4, or a network of 64 bits of IPv6, for whoever has one has all of it. */
final class Network {

    private static final int IPV6_NETWORK = 8;
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    /** Never a name: nothing is looked up. A mapped IPv4 address is left out with it. */
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f]*:[0-9A-Fa-f:]+");

    private Network() {}

    /** Empty for what is no address, as a proxy may write it. */
    static Optional<String> of(String address) {
        if (IPV4.matcher(address).matches()) {
            return Optional.of(address);
        }
        if (!IPV6.matcher(address).matches()) {
            return Optional.empty();
        }
        try {
            byte[] bytes = InetAddress.getByName(address).getAddress();
            byte[] network = Arrays.copyOf(Arrays.copyOf(bytes, IPV6_NETWORK), bytes.length);
            return Optional.of(InetAddress.getByAddress(network).getHostAddress() + "/64");
        } catch (UnknownHostException noAddress) {
            return Optional.empty();
        }
    }
}
