package org.dhpbridge.console.page;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.dhpbridge.console.signin.ConsoleFeature;
import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.ledger.Ledger;
import org.dhpbridge.ledger.LedgerKeyException;
import org.dhpbridge.ledger.LedgerMessage;
import org.dhpbridge.ledger.MessageFilter;
import org.dhpbridge.ledger.Reports;
import org.dhpbridge.mapping.Deviations;
import org.dhpbridge.profile.ProfilePack;
import org.dhpbridge.source.RawMessage;
import org.dhpbridge.source.UnreadableMessageException;
import org.dhpbridge.source.csv.CsvFeeds;
import org.dhpbridge.transform.CoverageCount;
import org.dhpbridge.transform.Transform;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** What the command {@code coverage} says, of the newest messages of a source. Shows no value of theirs. */
@Controller
@ConsoleFeature
class CoveragePage {

    private static final List<Integer> NUMBERS = List.of(20, 50, 200);

    private static final Pattern HL7_FIELD = Pattern.compile("[A-Z][A-Z0-9]{2}(-[0-9.]+)?");
    private static final Shown HIDDEN = new Shown(false);

    private final Pages pages;
    private final Ledger ledger;
    private final Reports reports;
    private final Transform transform;
    private final ProfilePack pack;
    private final CsvFeeds feeds;
    private final Deviations deviations;

    CoveragePage(
            Pages pages,
            Ledger ledger,
            Reports reports,
            Transform transform,
            ProfilePack pack,
            CsvFeeds feeds,
            HomeFiles files) {
        this.feeds = feeds;
        this.pages = pages;
        this.ledger = ledger;
        this.reports = reports;
        this.transform = transform;
        this.pack = pack;
        this.deviations = new Deviations(files);
    }

    @GetMapping("/console/coverage")
    View coverage(
            HttpServletRequest request,
            @RequestParam(defaultValue = "") String source,
            @RequestParam(defaultValue = "50") int newest) {
        List<String> sources = List.copyOf(reports.newestBySource().keySet());
        CoverageCount counted = new CoverageCount(pack);
        int unreadable = 0;
        boolean offered = NUMBERS.contains(newest);
        if (sources.contains(source) && offered) {
            for (LedgerMessage message :
                    ledger.list(MessageFilter.of().withSource(source).withLimit(newest))) {
                unreadable += count(message, counted) ? 0 : 1;
            }
        }
        Map<String, String> names = new LinkedHashMap<>();
        Map<String, String> why = new LinkedHashMap<>();
        counted.notCarried().forEach(field -> {
            names.put(field.field(), isKnown(field.field()) ? field.field() : HIDDEN.text(field.field()));
            deviations.reason(field.field()).ifPresent(reason -> why.put(field.field(), reason));
        });
        Map<String, Object> model = new HashMap<>();
        model.put("source", source);
        model.put("sources", sources);
        model.put("newest", newest);
        model.put("numbers", NUMBERS);
        model.put("counted", counted);
        model.put("unreadable", unreadable);
        model.put("names", names);
        model.put("why", why);
        model.put("offered", offered);
        return pages.view(request, offered ? 200 : 400, "coverage", "coverage", model);
    }

    /** Whoever forgets the header line makes column names of the first patient: only what is documented is shown. */
    private boolean isKnown(String field) {
        String column = field.replaceFirst("^column ", "");
        return HL7_FIELD.matcher(field).matches()
                || feeds.all().values().stream().anyMatch(feed -> feed.columns().containsKey(column));
    }

    /** @return false when its content is gone, or cannot be read */
    private boolean count(LedgerMessage message, CoverageCount counted) {
        try {
            Optional<byte[]> payload = ledger.payload(message.id());
            payload.ifPresent(bytes -> {
                Map<String, Integer> unread = new LinkedHashMap<>();
                counted.add(
                        transform.fillAbsent(transform.settle(transform.traceWith(
                                null,
                                transform.read(new RawMessage(message.contentType(), bytes, "", message.location())),
                                unread))),
                        unread);
            });
            return payload.isPresent();
        } catch (UnreadableMessageException | LedgerKeyException e) {
            return false;
        }
    }
}
