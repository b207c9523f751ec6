package org.dhpbridge.mllp;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.catalina.util.NetMask;

/** From which addresses a port takes connections. */
public final class AllowedSenders {

    /** A name would be looked up now and may stand for another machine later; three numbers mean an address that nobody meant. */
    private static final Pattern ADDRESS =
            Pattern.compile("(\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F.]*:[0-9a-fA-F:.]*)(/\\d{1,3})?");

    private final List<NetMask> networks;

    private AllowedSenders(List<NetMask> networks) {
        this.networks = networks;
    }

    /**
     * @param allow addresses and networks, separated by commas; empty for everybody
     * @throws IllegalArgumentException a sentence that says which is none, and what is allowed
     */
    public static AllowedSenders of(String allow) {
        return new AllowedSenders(allow.isBlank()
                ? List.of()
                : Arrays.stream(allow.split(","))
                        .map(String::strip)
                        .map(AllowedSenders::network)
                        .toList());
    }

    private static NetMask network(String entry) {
        try {
            if (ADDRESS.matcher(entry).matches()) {
                return new NetMask(entry);
            }
        } catch (IllegalArgumentException wrong) {
            // without it as the cause: the log tells the innermost
            throw refusal(entry);
        }
        throw refusal(entry);
    }

    private static IllegalArgumentException refusal(String entry) {
        return new IllegalArgumentException("The parameter allow of an HL7 port holds \"" + entry
                + "\", which is no address or network. Write addresses and networks, no names, separated by commas, as"
                + " 10.1.2.0/24, 192.0.2.7, 2001:db8::/32.");
    }

    /** Whether a connection of that address is taken. */
    public boolean contains(InetAddress address) {
        return networks.isEmpty() || networks.stream().anyMatch(network -> network.matches(address));
    }
}
