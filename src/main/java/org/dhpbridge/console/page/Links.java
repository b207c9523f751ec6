package org.dhpbridge.console.page;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.dhpbridge.ledger.Reports.Cause;

/** Addresses of pages with a filter in them. */
public final class Links {

    private Links() {}

    /** A text as the value of a query parameter. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** The dead messages of a cause. */
    public static String cause(Cause cause) {
        return "/console/messages?hours=all&" + filter(cause);
    }

    /** Where the dead messages of a cause can be replayed. */
    public static String replay(Cause cause) {
        return "/console/replay?" + filter(cause);
    }

    private static String filter(Cause cause) {
        return "state=dead&source=" + encoded(cause.source()) + "&code=" + encoded(cause.code());
    }
}
