package org.dhpbridge.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Host and port as a {@code Host} header and an {@code Origin} write them (RFC 3986, 3.2; without user information).
 *
 * @param host lower case; an IPv6 address without brackets, in its shortest Java form; a name without a dot at its end
 * @param port -1 when none was written
 */
public record Authority(String host, int port) {

    private static final Pattern NAME =
            Pattern.compile("([A-Za-z0-9_-]{1,63}(?:\\.[A-Za-z0-9_-]{1,63})*)(?::(\\d{1,5}))?");
    private static final Pattern IPV6 = Pattern.compile("\\[([0-9A-Fa-f:][0-9A-Fa-f:.]{1,44})](?::(\\d{1,5}))?");
    private static final Pattern IPV4 =
            Pattern.compile("(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)){3}");
    private static final int HIGHEST_PORT = 65_535;
    private static final int LONGEST_NAME = 253;

    /**
     * @param text as {@code localhost:8080}, {@code 127.0.0.1} or {@code [::1]:8080}
     * @return empty when it is none: a zone, user information, blanks, a dot at the end, a port above 65535
     */
    public static Optional<Authority> parse(String text) {
        if (text == null) {
            return Optional.empty();
        }
        Matcher ipv6 = IPV6.matcher(text);
        if (ipv6.matches()) {
            return address(ipv6.group(1)).flatMap(host -> of(host, ipv6.group(2)));
        }
        Matcher name = NAME.matcher(text);
        if (!name.matches() || name.group(1).length() > LONGEST_NAME) {
            return Optional.empty();
        }
        return of(name.group(1).toLowerCase(Locale.ROOT), name.group(2));
    }

    private static Optional<Authority> of(String host, String port) {
        int number = port == null ? -1 : Integer.parseInt(port);
        return number > HIGHEST_PORT ? Optional.empty() : Optional.of(new Authority(host, number));
    }

    /** What has a colon in it is never looked up as a name. */
    private static Optional<String> address(String literal) {
        if (literal.indexOf(':') < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(literal).getHostAddress());
        } catch (UnknownHostException notAnAddress) {
            return Optional.empty();
        }
    }

    /** An address of this machine, in the form of {@link #host()}. */
    static String canonical(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }

    /** {@code localhost}, {@code 127.0.0.0/8} written as four numbers, {@code ::1}. */
    boolean isLoopback() {
        if (host.equals("localhost")) {
            return true;
        }
        if (host.indexOf(':') >= 0) {
            return host.equals("0:0:0:0:0:0:0:1");
        }
        return host.startsWith("127.") && IPV4.matcher(host).matches();
    }

    /** @return the port, or the one that goes with the scheme {@code http} or {@code https} when none was written */
    int portOf(String scheme) {
        return port >= 0 ? port : scheme.equals("https") ? 443 : 80;
    }
}
