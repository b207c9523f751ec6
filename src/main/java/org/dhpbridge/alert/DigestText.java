package org.dhpbridge.alert;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.dhpbridge.console.page.Shown;
import org.dhpbridge.console.page.Texts;
import org.dhpbridge.ledger.Alerts;
import org.dhpbridge.pipeline.FilesAside;

/** Words a digest for people, in one language and with the times of the site. */
final class DigestText {

    private final Texts texts;
    private final ZoneId zone;

    DigestText(Texts texts, ZoneId zone) {
        this.texts = texts;
        this.zone = zone;
    }

    /**
     * @param delivery as {@link Digest} has it
     * @param filesAside as {@link Digest} has them
     */
    String subject(String environment, long dead, String delivery, long filesAside) {
        String what;
        if (dead > 0) {
            what = texts.t("alert.dead", dead);
        } else if (delivery.equals("open") && filesAside > 0) {
            what = texts.t("alert.aside", filesAside);
        } else {
            what = texts.t("delivery." + delivery);
        }
        return "dhp-bridge (" + environment + "): " + what;
    }

    /**
     * @param more how many causes there are beside these
     * @param delivery as {@link Digest} has it
     * @param since null while delivery is open
     */
    String body(
            Alerts.NewsSpan span,
            long dead,
            List<Digest.DigestCause> causes,
            int more,
            String delivery,
            Instant since) {
        List<String> lines = new ArrayList<>();
        lines.add(texts.t(
                "alert.span",
                texts.time(span.from(), zone),
                texts.time(span.until(), zone),
                texts.t("alert.dead", dead)));
        causes.forEach(cause -> lines.add("  " + line(cause)));
        if (more > 0) {
            lines.add("  " + texts.t("alert.causes.more", more));
        }
        lines.add(texts.t("delivery." + delivery)
                + (since == null ? "" : " (" + texts.t("delivery.since", texts.time(since, zone)) + ")"));
        lines.add(texts.t("alert.do"));
        return String.join("\n", lines);
    }

    /** A line for each source of which files could not be read, with what to do, by the bridge that tells; empty when all could be. */
    String aside(Collection<FilesAside.Aside> sources) {
        return sources.stream()
                .filter(source -> source.files() > 0)
                .map(source -> "\n" + texts.t("aside.files", source.files(), source.source()) + " "
                        + texts.t(source.here() ? "aside.here" : "aside.there"))
                .collect(Collectors.joining());
    }

    /** Who sent them, and by which source; control characters and such that turn the direction of text are shown, not obeyed. */
    private static String from(Digest.DigestCause cause) {
        return cause.sender().isEmpty()
                ? cause.source()
                : Shown.visible(cause.sender()).replaceAll("\\s+", " ") + " (" + cause.source() + ")";
    }

    /** The code stands beside the words, as the API has it. */
    private String line(Digest.DigestCause cause) {
        String place = texts.code("step.", cause.step()) + ", " + cause.code();
        return texts.t(
                "alert.cause",
                texts.number(cause.messages()),
                from(cause),
                texts.cause(cause.step(), cause.code()),
                cause.element().isEmpty() ? place : place + ", " + cause.element());
    }
}
