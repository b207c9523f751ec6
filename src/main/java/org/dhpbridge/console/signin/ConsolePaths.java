package org.dhpbridge.console.signin;

import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;
import org.dhpbridge.access.Paths;

/** Addresses within the console, for whoever is sent back to one. */
public final class ConsolePaths {

    private static final Pattern PAGE = Pattern.compile("/console([/?][\\x21-\\x7e]*)?");

    private static final String LINK = "/console/link/";

    private ConsolePaths() {}

    /** The path of a request for logs and audit: that of a link is a secret, and lets in whoever reads it first. */
    public static String withoutSecret(HttpServletRequest request) {
        return Paths.of(request).startsWith(LINK) ? LINK + "…" : request.getRequestURI();
    }

    /** Whether a browser that is sent there stays in the console: no {@code ..}, written out or not, leads out of it. */
    public static boolean isPage(String path) {
        String plain = path.replaceFirst("[?#].*", "");
        return PAGE.matcher(path).matches()
                && path.indexOf('\\') < 0
                && !plain.contains("..")
                && !plain.contains("//")
                && plain.indexOf('%') < 0;
    }
}
