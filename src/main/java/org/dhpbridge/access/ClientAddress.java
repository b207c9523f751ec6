package org.dhpbridge.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;

/** Says from which address a request comes: the one that a proxy wrote down, where there is a proxy to be believed. */
public final class ClientAddress {

    private final boolean behindProxy;

    ClientAddress(boolean behindProxy) {
        this.behindProxy = behindProxy;
    }

    /** The nearest proxy wrote the last one. */
    String of(HttpServletRequest request) {
        List<String> forwarded = Collections.list(request.getHeaders("X-Forwarded-For"));
        if (!behindProxy || forwarded.isEmpty()) {
            return request.getRemoteAddr();
        }
        String last = forwarded.get(forwarded.size() - 1);
        return last.substring(last.lastIndexOf(',') + 1).strip();
    }

    /** As {@link #of}, and one for a whole network of IPv6. */
    public String networkOf(HttpServletRequest request) {
        String address = of(request);
        return Network.of(address).orElse(address);
    }
}
