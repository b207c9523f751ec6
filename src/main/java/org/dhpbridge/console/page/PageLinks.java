package org.dhpbridge.console.page;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.dhpbridge.ledger.Causes.Cause;
import org.dhpbridge.ledger.UnmappedCode;

/** Addresses of pages with a filter in them. */
public final class PageLinks {

    private PageLinks() {}

    /** A text as the value of a query parameter. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** The dead messages of a cause. */
    public static String cause(Cause cause) {
        return "/console/messages?state=dead&hours=all&cause=" + cause.key();
    }

    /** Those of the last day. */
    public static String ofTheDay(Cause cause) {
        return "/console/messages?state=dead&hours=24&cause=" + cause.key();
    }

    /** Where the dead messages of a cause can be replayed. */
    public static String replay(Cause cause) {
        return "/console/replay?cause=" + cause.key();
    }

    /** Where the messages in which an unmapped code stands can be replayed. */
    public static String replay(UnmappedCode code) {
        return "/console/replay?touched=" + code.key();
    }

    /** Where an unmapped code gets its row. */
    public static String code(UnmappedCode code) {
        return "/console/codes/" + code.key();
    }
}
