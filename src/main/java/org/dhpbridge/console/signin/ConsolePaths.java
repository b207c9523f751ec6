package org.dhpbridge.console.signin;

import java.util.regex.Pattern;

/** Addresses within the console, for whoever is sent back to one. */
public final class ConsolePaths {

    private static final Pattern PAGE = Pattern.compile("/console([/?][\\x21-\\x7e]*)?");

    private ConsolePaths() {}

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
