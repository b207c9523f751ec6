package org.dhpbridge.console.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dhpbridge.console.signin.ConsoleFeature;
import org.dhpbridge.console.signin.Right;
import org.dhpbridge.home.BridgeSettings;
import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.ledger.Ledger;
import org.dhpbridge.ledger.LedgerKeyException;
import org.dhpbridge.ledger.LedgerMessage;
import org.dhpbridge.mapping.Mappings;
import org.dhpbridge.mapping.SiteSettings;
import org.dhpbridge.playground.Outcome;
import org.dhpbridge.playground.Playground;
import org.dhpbridge.playground.Trial;
import org.dhpbridge.source.csv.CsvFeeds;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** A place to try a mapping, or the description of a site's own columns, on a message. Sends, keeps and changes nothing. */
@Controller
@ConsoleFeature
class PlaygroundPage {

    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final int MEGABYTES = 192;
    private static final Pattern FILE =
            Pattern.compile("mappings/([a-z0-9-]+)/([A-Za-z0-9_-]{1,80})\\.(jslt|yaml|csv)");
    private static final Pattern SAMPLE = Pattern.compile("samples/[a-z0-9-]+/[A-Za-z0-9_-]+/in\\.(hl7|csv)");

    private final Pages pages;
    private final Ledger ledger;
    private final HomeFiles files;
    private final CsvFeeds feeds;
    private final Mappings mappings;
    private final SiteSettings site;
    private final String pack;
    private final ObjectMapper json;
    private final Masking masking;
    private final Playground playground = new Playground(LONGEST, MEGABYTES);

    PlaygroundPage(
            Pages pages,
            Ledger ledger,
            HomeFiles files,
            CsvFeeds feeds,
            Mappings mappings,
            SiteSettings site,
            BridgeSettings bridge,
            ObjectMapper json) {
        this.pages = pages;
        this.ledger = ledger;
        this.files = files;
        this.feeds = feeds;
        this.mappings = mappings;
        this.site = site;
        this.pack = bridge.profilePack();
        this.json = json;
        this.masking = new Masking(feeds, json);
    }

    @GetMapping("/console/playground")
    View show(HttpServletRequest request) {
        Pages.require(Right.OPERATE);
        return page(request, 200, PlaygroundForm.EMPTY, null, "");
    }

    /**
     * @param action {@code file}, {@code sample} or {@code message} to take one into the form; else it is tried
     * @param message number of a message to take, masked
     */
    @PostMapping("/console/playground")
    View act(
            HttpServletRequest request,
            @RequestParam(name = "do", defaultValue = "try") String action,
            @RequestParam(defaultValue = "") String message,
            @RequestParam(defaultValue = "") String file,
            @RequestParam(defaultValue = "") String mapping,
            @RequestParam(defaultValue = "") String feed,
            @RequestParam(defaultValue = "") String sample,
            @RequestParam(defaultValue = "") String input) {
        Pages.require(Right.OPERATE);
        PlaygroundForm form = new PlaygroundForm(file.strip(), mapping, feed, sample, input);
        return switch (action) {
            case "file" -> file(request, form);
            case "sample" -> sample(request, form);
            case "message" -> message(request, form, message.strip());
            default -> tried(request, form);
        };
    }

    private View file(HttpServletRequest request, PlaygroundForm form) {
        Optional<String> text = FILE.matcher(form.file()).matches() ? files.text(form.file()) : Optional.empty();
        return text.map(one -> page(
                        request,
                        200,
                        new PlaygroundForm(form.file(), one, form.feed(), form.sample(), form.input()),
                        null,
                        ""))
                .orElseGet(() -> page(request, 404, form, null, "file"));
    }

    private View sample(HttpServletRequest request, PlaygroundForm form) {
        Optional<String> text = SAMPLE.matcher(form.sample()).matches() ? files.text(form.sample()) : Optional.empty();
        return text.map(one -> page(
                        request,
                        200,
                        new PlaygroundForm(form.file(), form.mapping(), "", form.sample(), one),
                        null,
                        ""))
                .orElseGet(() -> page(request, 404, form, null, "sample"));
    }

    private View message(HttpServletRequest request, PlaygroundForm form, String number) {
        try {
            Optional<LedgerMessage> found =
                    number.matches("\\d{1,18}") ? ledger.find(Long.parseLong(number)) : Optional.empty();
            Optional<Masking.Masked> masked = found.flatMap(
                    message -> ledger.payload(message.id()).flatMap(payload -> masking.of(message, payload)));
            return masked.map(one -> page(
                            request,
                            200,
                            new PlaygroundForm(
                                    form.file(), form.mapping(), one.feed() == null ? "" : one.feed(), "", one.text()),
                            null,
                            ""))
                    .orElseGet(() -> page(request, 404, form, null, "message"));
        } catch (LedgerKeyException e) {
            return page(request, 409, form, null, "message");
        }
    }

    private View tried(HttpServletRequest request, PlaygroundForm form) {
        Matcher file = FILE.matcher(form.file());
        boolean own = !form.mapping().isBlank();
        if (own && !file.matches()) {
            return page(request, 400, form, null, "file");
        }
        if (form.input().isBlank()) {
            return page(request, 400, form, null, "input");
        }
        Outcome outcome = playground.run(new Trial(
                files.home().toString(),
                pack,
                site,
                mappings.overlay(),
                own ? Map.of(form.file(), form.mapping()) : Map.of(),
                feed(form, file),
                form.input()));
        return page(request, 200, form, outcome, "");
    }

    /** Whoever writes the description of a feed's columns means the rows to be of that feed. */
    private static String feed(PlaygroundForm form, Matcher file) {
        if (!form.feed().isEmpty()) {
            return form.feed();
        }
        return file.matches() && file.group(1).equals("csv") ? file.group(2) : null;
    }

    private View page(HttpServletRequest request, int status, PlaygroundForm form, Outcome outcome, String refused) {
        Map<String, Object> model = new HashMap<>();
        model.put("form", form);
        model.put("files", mappingFiles());
        model.put("feeds", feeds.all().keySet().stream().sorted().toList());
        model.put(
                "samples",
                files.list("samples", "").stream()
                        .filter(SAMPLE.asMatchPredicate())
                        .toList());
        model.put("outcome", outcome);
        model.put("texts", outcome == null ? List.of() : texts(outcome));
        model.put("refused", refused);
        return pages.view(request, status, "playground", "playground", model);
    }

    private List<String> mappingFiles() {
        return files.list("mappings", "").stream()
                .filter(FILE.asMatchPredicate())
                .toList();
    }

    private List<String> texts(Outcome outcome) {
        List<String> texts = new ArrayList<>();
        for (Outcome.Message message : outcome.messages()) {
            StringBuilder text = new StringBuilder();
            for (JsonNode resource : message.resources()) {
                text.append(pretty(resource)).append('\n');
            }
            texts.add(Shown.visible(text.toString(), Integer.MAX_VALUE));
        }
        return texts;
    }

    private String pretty(JsonNode resource) {
        try {
            return json.writerWithDefaultPrettyPrinter().writeValueAsString(resource);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree in memory cannot be written as JSON", e);
        }
    }
}
