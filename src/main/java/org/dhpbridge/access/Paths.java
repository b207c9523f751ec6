package org.dhpbridge.access;

import jakarta.servlet.http.HttpServletRequest;

/** The paths of requests. */
public final class Paths {

    private Paths() {}

    /** Decoded, below the context path, as the container will route it. */
    public static String of(HttpServletRequest request) {
        String info = request.getPathInfo();
        return request.getServletPath() + (info == null ? "" : info);
    }
}
