package org.dhpbridge.console.page;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.dhpbridge.audit.Audit;
import org.dhpbridge.audit.AuditAction;
import org.dhpbridge.console.Reason;
import org.dhpbridge.console.signin.ConsoleFeature;
import org.dhpbridge.console.signin.Operator;
import org.dhpbridge.console.signin.Right;
import org.dhpbridge.ledger.CodeEdits;
import org.dhpbridge.ledger.CodeRow;
import org.dhpbridge.ledger.Ledger;
import org.dhpbridge.ledger.LedgerMessage;
import org.dhpbridge.ledger.ReplayJobs;
import org.dhpbridge.ledger.Selection;
import org.dhpbridge.ledger.UnmappedCode;
import org.dhpbridge.ledger.UnmappedCount;
import org.dhpbridge.ledger.UnmappedFilter;
import org.dhpbridge.mapping.CodeTableView;
import org.dhpbridge.mapping.Mappings;
import org.dhpbridge.pipeline.DryRun;
import org.dhpbridge.pipeline.DryRuns;
import org.dhpbridge.pipeline.PublishedCodes;
import org.dhpbridge.pipeline.Replays.From;
import org.dhpbridge.profile.ProfilePack;
import org.springframework.http.ContentDisposition;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** Codes that the tables lack, and the rows that people give them: a draft, a dry run, then for all bridges. */
@Controller
@ConsoleFeature
class CodesPage {

    private static final int SAMPLE = 20;
    private static final int VERSIONS = 20;
    private static final int LONGEST = 200;
    private static final String COLUMN = "column.";

    private final Pages pages;
    private final Ledger ledger;
    private final CodeEdits edits;
    private final PublishedCodes published;
    private final Mappings mappings;
    private final ProfilePack pack;
    private final Sightings sightings;
    private final ReplayJobs jobs;
    private final DryRuns dryRuns;
    private final Audit audit;

    CodesPage(
            Pages pages,
            Ledger ledger,
            CodeEdits edits,
            PublishedCodes published,
            Mappings mappings,
            ProfilePack pack,
            Sightings sightings,
            ReplayJobs jobs,
            DryRuns dryRuns,
            Audit audit) {
        this.pages = pages;
        this.ledger = ledger;
        this.edits = edits;
        this.published = published;
        this.mappings = mappings;
        this.pack = pack;
        this.sightings = sightings;
        this.jobs = jobs;
        this.dryRuns = dryRuns;
        this.audit = audit;
    }

    @GetMapping("/console/codes")
    View list(HttpServletRequest request, @RequestParam(defaultValue = "") String table) {
        return list(request, table, "", 200);
    }

    private View list(HttpServletRequest request, String table, String refused, int status) {
        UnmappedFilter all = UnmappedFilter.all();
        UnmappedFilter filter = table.isEmpty() ? all : all.ofTable(table);
        Map<String, Object> model = new HashMap<>();
        model.put("table", table);
        model.put("tables", ledger.tablesThatLackACode());
        model.put("rows", ledger.unmapped(filter));
        model.put("most", filter.limit());
        model.put("refused", refused);
        model.put("drafts", edits.drafts());
        model.put("published", edits.published());
        model.put("versions", edits.versions(VERSIONS));
        return pages.view(request, status, "codes", "codes", model);
    }

    /** @param like number of a suggestion to begin with */
    @GetMapping("/console/codes/{key:[0-9a-f]{32}}")
    View one(HttpServletRequest request, @PathVariable String key, @RequestParam(required = false) Integer like) {
        return ledger.unmapped(key)
                .map(code -> one(request, code, like, "", 200))
                .orElseGet(() -> pages.missing(request, "codes"));
    }

    private View one(HttpServletRequest request, UnmappedCount counted, Integer like, String refused, int status) {
        UnmappedCode code = counted.code();
        Optional<CodeTableView> table = mappings.codeTable(code.table());
        Optional<CodeRow> draft = draft(code);
        List<Sighting> seen = sightings.of(code);
        List<Suggestion> suggestions =
                table.map(one -> Suggestion.of(one, words(code, seen), pack)).orElse(List.of());
        List<DryRun> runs = draft.map(row -> tryOut(code, row)).orElse(List.of());
        Map<String, Object> model = new HashMap<>();
        model.put("counted", counted);
        model.put("table", table.orElse(null));
        model.put("draft", draft.orElse(null));
        model.put("values", values(draft, suggestions, like));
        model.put("seen", seen);
        model.put("suggestions", suggestions);
        model.put("runs", runs);
        model.put(
                "tally",
                runs.stream()
                        .collect(Collectors.groupingBy(
                                run -> run.state() + " → " + run.wouldBe(), TreeMap::new, Collectors.counting())));
        model.put("refused", refused);
        return pages.view(request, PageLinks.code(code), status, "code", "codes", model);
    }

    private Optional<CodeRow> draft(UnmappedCode code) {
        return edits.drafts().stream()
                .filter(row ->
                        row.isOf(code.table(), source(code), code.code()) || row.isOf(code.table(), "", code.code()))
                .findFirst();
    }

    /** Empty when the source does not say whose code it is. */
    private static String source(UnmappedCode code) {
        return code.system().equals(code.table()) ? "" : code.system();
    }

    private static List<String> words(UnmappedCode code, List<Sighting> seen) {
        List<String> words = new ArrayList<>(List.of(code.code()));
        seen.stream().map(Sighting::name).filter(name -> !name.isEmpty()).forEach(words::add);
        return words;
    }

    private static Map<String, String> values(Optional<CodeRow> draft, List<Suggestion> suggestions, Integer like) {
        if (like != null && like >= 0 && like < suggestions.size()) {
            return suggestions.get(like).columns();
        }
        return draft.map(CodeRow::columns).orElse(Map.of());
    }

    /** What the newest messages with the code would become with the row; nothing is written. */
    private List<DryRun> tryOut(UnmappedCode code, CodeRow row) {
        List<LedgerMessage> sample = jobs.newest(Selection.touchedBy(code), null, SAMPLE).stream()
                .flatMap(id -> ledger.find(id).stream())
                .toList();
        return dryRuns.look(new DryRuns.DryRunWish(sample, From.TRANSFORM, published.with(List.of(row))));
    }

    /** @param everybody whether the row is for all sources */
    @PostMapping("/console/codes/{key:[0-9a-f]{32}}/draft")
    View draft(
            HttpServletRequest request,
            @PathVariable String key,
            @RequestParam(defaultValue = "false") boolean everybody,
            @RequestParam Map<String, String> parameters) {
        Operator operator = Pages.require(Right.OPERATE);
        Optional<UnmappedCount> counted = ledger.unmapped(key);
        Optional<CodeTableView> table =
                counted.flatMap(one -> mappings.codeTable(one.code().table()));
        if (table.isEmpty()) {
            return pages.missing(request, "codes");
        }
        UnmappedCode code = counted.get().code();
        Map<String, String> columns = new LinkedHashMap<>();
        for (String column : table.get().columns()) {
            columns.put(column, parameters.getOrDefault(COLUMN + column, "").strip());
        }
        String refused = refused(table.get(), columns);
        if (refused != null) {
            return one(request, counted.get(), null, refused, 400);
        }
        String source = everybody || !table.get().bySource() ? "" : source(code);
        CodeRow row = new CodeRow(code.table(), source, code.code(), columns);
        audit.keep(operator.who(), AuditAction.EDIT, "code table " + code.table(), "draft of a row", () -> {
            draft(code).ifPresent(edits::drop);
            edits.draft(row, operator.who());
            return row;
        });
        return Pages.to("/console/codes/" + key + "#try");
    }

    private String refused(CodeTableView table, Map<String, String> columns) {
        boolean plain = columns.values().stream()
                .allMatch(value -> value.length() <= LONGEST && value.chars().noneMatch(Character::isISOControl));
        if (!plain) {
            return "text";
        }
        String to = columns.getOrDefault("to", "");
        boolean taken = to.isEmpty()
                || table.elements().stream()
                        .allMatch(element -> pack.coding(element, to).isPresent());
        return taken ? null : "value-set";
    }

    @PostMapping("/console/codes/{key:[0-9a-f]{32}}/drop")
    View drop(HttpServletRequest request, @PathVariable String key) {
        Operator operator = Pages.require(Right.OPERATE);
        Optional<UnmappedCount> counted = ledger.unmapped(key);
        counted.flatMap(one -> draft(one.code()))
                .ifPresent(row -> audit.keep(
                        operator.who(), AuditAction.EDIT, "code table " + row.table(), "draft given up", () -> {
                            edits.drop(row);
                            return row;
                        }));
        return Pages.to("/console/codes/" + key);
    }

    /** @param seen stamp of the draft that the person saw: another one may have taken its place meanwhile */
    @PostMapping("/console/codes/{key:[0-9a-f]{32}}/publish")
    View publish(
            HttpServletRequest request,
            @PathVariable String key,
            @RequestParam(defaultValue = "") String seen,
            @RequestParam(defaultValue = "") String reason) {
        Operator operator = Pages.require(Right.OPERATE);
        Optional<UnmappedCount> counted = ledger.unmapped(key);
        Optional<CodeRow> draft = counted.flatMap(one -> draft(one.code()));
        if (draft.isEmpty()) {
            return pages.missing(request, "codes");
        }
        if (!draft.get().stamp().equals(seen)) {
            return one(request, counted.get(), null, "changed", 409);
        }
        if (!Reason.isOne(reason)) {
            return one(request, counted.get(), null, "reason", 400);
        }
        audit.keep(
                operator.who(),
                AuditAction.EDIT,
                "code table " + draft.get().table(),
                "row published: " + reason.strip(),
                () -> edits.publish(List.of(draft.get()), operator.who(), reason.strip()));
        published.follow();
        return Pages.to(PageLinks.replay(counted.get().code()));
    }

    @PostMapping("/console/codes/withdraw")
    View withdraw(
            HttpServletRequest request,
            @RequestParam String table,
            @RequestParam String source,
            @RequestParam String from,
            @RequestParam(defaultValue = "") String reason) {
        Operator operator = Pages.require(Right.OPERATE);
        Optional<CodeRow> row = edits.published().stream()
                .filter(one -> one.isOf(table, source, from))
                .findFirst();
        if (row.isEmpty()) {
            return pages.missing(request, "codes");
        }
        if (!Reason.isOne(reason)) {
            return list(request, "", "reason", 400);
        }
        audit.keep(
                operator.who(),
                AuditAction.EDIT,
                "code table " + table,
                "row taken back: " + reason.strip(),
                () -> edits.withdraw(row.get(), operator.who(), reason.strip()));
        published.follow();
        return Pages.to("/console/codes");
    }

    /** What is published, as lines for the files of {@code mappings/codes}. */
    @GetMapping("/console/codes/export")
    ResponseEntity<byte[]> export() {
        Map<String, List<CodeRow>> byTable = edits.published().stream()
                .collect(Collectors.groupingBy(CodeRow::table, TreeMap::new, Collectors.toList()));
        StringBuilder text = new StringBuilder();
        byTable.forEach((table, rows) -> mappings.codeTable(table).ifPresent(view -> text.append(lines(view, rows))));
        return ResponseEntity.ok()
                .contentType(new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8))
                .header(
                        "Content-Disposition",
                        ContentDisposition.attachment()
                                .filename("codes.txt")
                                .build()
                                .toString())
                .body(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String lines(CodeTableView table, List<CodeRow> rows) {
        StringBuilder text = new StringBuilder("# mappings/codes/" + table.name() + ".csv\n");
        CSVFormat format = CSVFormat.DEFAULT.builder().setRecordSeparator("\n").get();
        try (CSVPrinter csv = new CSVPrinter(text, format)) {
            for (CodeRow row : rows) {
                csv.printRecord(table.header().stream()
                        .map(column -> switch (column) {
                            case "source" -> row.source();
                            default ->
                                column.startsWith("from")
                                        ? row.from()
                                        : row.columns().getOrDefault(column, "");
                        })
                        .toList());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("A text in memory cannot be written", e);
        }
        return text.append('\n').toString();
    }
}
