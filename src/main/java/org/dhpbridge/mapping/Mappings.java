package org.dhpbridge.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.schibsted.spt.data.jslt.JsltException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.dhpbridge.conformance.Issue;
import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.mapping.trace.FieldSources;
import org.dhpbridge.mapping.trace.ReadFields;
import org.dhpbridge.mapping.trace.Tracing;
import org.dhpbridge.profile.ProfilePack;
import org.dhpbridge.source.csv.CsvFeeds;

/**
 * All mappings of a site: the JSLT files and code tables of {@code mappings/}, a site's own before the bundled ones.
 * Compiled once, when first used; safe for many threads.
 */
public final class Mappings {

    private final HomeFiles files;
    private final ProfilePack pack;
    private final SiteSettings site;
    private final Clock clock;
    private volatile CodeOverlay overlay;
    private volatile MappingSet state;

    /** Everything that is read from files; replaced as a whole when one of them changes, or what stands over them. */
    private record MappingSet(
            MappingCompiler compiler,
            MappingChoice choice,
            CsvFeeds feeds,
            FeedRows rows,
            CodeTables tables,
            String fingerprint) {}

    /**
     * @param files where {@code mappings/} is found
     * @param pack the profile pack whose canonicals, systems and codes the mappings use
     * @param site settings of the site
     */
    public Mappings(HomeFiles files, ProfilePack pack, SiteSettings site) {
        this(files, pack, site, Clock.systemUTC());
    }

    /** @param clock tells which times of the input lie in the future */
    Mappings(HomeFiles files, ProfilePack pack, SiteSettings site, Clock clock) {
        this(files, pack, site, clock, CodeOverlay.NONE);
    }

    private Mappings(HomeFiles files, ProfilePack pack, SiteSettings site, Clock clock, CodeOverlay overlay) {
        this.clock = clock;
        this.overlay = overlay;
        this.files = files;
        this.pack = pack;
        this.site = site;
        this.state = read();
    }

    private MappingSet read() {
        CsvFeeds feeds = new CsvFeeds(files);
        CodeTables tables = new CodeTables(files, overlay);
        IdentityFunctions identities = new IdentityFunctions(site, clock);
        List<MappingFunction> functions = new ArrayList<>(new ValueFunctions().all());
        functions.addAll(new TimeFunctions(site, clock).all());
        functions.addAll(new NumberFunctions().all());
        functions.addAll(DocumentFunctions.all());
        functions.addAll(new CodeFunctions(tables, pack).all());
        functions.addAll(identities.all());
        functions.addAll(AccountFunctions.all());
        MappingCompiler compiler = new MappingCompiler(files, tables, functions);
        EventTimes times = new EventTimes(site, clock);
        CsvIdentity csv = new CsvIdentity(feeds, pack, times, identities);
        FeedRows rows = new FeedRows(feeds, tables, site.strictDates());
        return new MappingSet(
                compiler,
                new MappingChoice(files, tables, compiler, feeds, csv, rows, times),
                feeds,
                rows,
                tables,
                site.reload() ? SiteFiles.fingerprint(files) : "");
    }

    /** Goes by other rows over the code tables from the next message on; a message under way ends with those that it began with. */
    public synchronized void follow(CodeOverlay over) {
        overlay = over;
        state = read();
    }

    /** The same mappings with other rows over the code tables, beside these. */
    public Mappings with(CodeOverlay over) {
        return new Mappings(files, pack, site, clock, over);
    }

    /** The rows over the code tables. */
    public CodeOverlay overlay() {
        return overlay;
    }

    /**
     * A table of {@code mappings/codes}; empty when there is none of that name.
     *
     * @throws MappingException when its file is wrong
     */
    public Optional<CodeTableView> codeTable(String name) {
        return CodeTableViews.of(name, current().tables(), files);
    }

    private MappingSet current() {
        MappingSet known = state;
        if (site.reload() && !known.fingerprint().equals(SiteFiles.fingerprint(files))) {
            try {
                known = read();
            } catch (IllegalArgumentException wrongDescriptor) {
                throw new MappingException(wrongDescriptor.getMessage(), wrongDescriptor);
            }
            state = known;
        }
        return known;
    }

    MappingChoice choice() {
        return current().choice();
    }

    /** The feeds that rows are mapped by now. */
    public CsvFeeds feeds() {
        return current().feeds();
    }

    /** Names of all mappings that a message can be mapped by, sorted, as {@code csv/patients}, {@code hl7v2/ADT_A01}. */
    public List<String> names() {
        return List.copyOf(new TreeSet<>(choice().names()));
    }

    /**
     * Compiles every mapping, so that a wrong file is found at start-up and not with the first message.
     *
     * @throws MappingException with file, line and what is wrong
     */
    public void compileAll() {
        MappingSet now = current();
        now.choice().names().forEach(name -> now.compiler().get(now.choice().file(name)));
        now.rows().check();
    }

    /** Every mistake in the mappings and what they import, each a sentence with file and line; empty when all can be used. */
    public List<String> mistakes() {
        MappingSet now = current();
        Set<String> mistakes = new LinkedHashSet<>();
        for (String name : names()) {
            try {
                now.compiler().get(now.choice().file(name));
            } catch (MappingException wrong) {
                mistakes.add(wrong.getMessage());
            }
        }
        try {
            now.rows().check();
        } catch (MappingException wrong) {
            mistakes.add(wrong.getMessage());
        }
        return List.copyOf(mistakes);
    }

    /**
     * Resource types that a mapping can make, by what is written in its files.
     *
     * @param mapping as {@code csv/patients}
     * @return sorted; empty when there is no such mapping
     */
    public Set<String> producedTypes(String mapping) {
        return new ProducedTypes(files).of(choice().file(mapping));
    }

    /**
     * What a message is about. Cheap, and never fails on odd data: what cannot be told is null.
     *
     * @param tree of a reader; not changed
     */
    public MessageIdentity identify(ObjectNode tree) {
        return unheard(tree, EventTimes.zoneOf(tree), MappingChoice::identify);
    }

    private MessageIdentity unheard(
            ObjectNode tree, ZoneOffset zone, BiFunction<MappingChoice, ObjectNode, MessageIdentity> question) {
        MappingRun unheard = MappingRun.open(zone);
        try {
            MappingChoice choice = choice();
            return question.apply(choice, choice.prepared(tree));
        } catch (MappingException wrongFile) {
            return MessageIdentity.unknown(null, wrongFile.getMessage());
        } finally {
            unheard.close();
        }
    }

    /**
     * Why a message is not for this platform, whatever it holds; empty when it is.
     *
     * @param source that brought it
     */
    public Optional<String> refusal(ObjectNode tree, String source) {
        return ProcessingId.refusal(tree, source, site).map(Issue::diagnostics);
    }

    /**
     * Maps one message.
     *
     * @param tree of a reader; not changed
     * @param mapping name of the mapping to use; null to choose by the content
     * @return always; what is wrong with the data, or with the mapping, stands in {@link Mapped#issues()}
     */
    public Mapped map(ObjectNode tree, String mapping) {
        return map(tree, mapping, null);
    }

    /**
     * As {@link #map(ObjectNode, String)}.
     *
     * @param source that brought the message; null when it is not known
     */
    public Mapped map(ObjectNode tree, String mapping, String source) {
        return map(tree, mapping, source, MappingCompiler::get, UnaryOperator.identity());
    }

    /**
     * Maps one message as {@link #map} does, slowly, so that {@link org.dhpbridge.mapping.trace.Lineage} can tell of every
     * value of the resources where it came from.
     */
    public Mapped trace(ObjectNode tree, String mapping) {
        return map(tree, mapping, null, MappingCompiler::traced, Tracing::labelled);
    }

    /**
     * As {@link #trace}, and says which fields of the input the mapping did not look at.
     *
     * @param unread takes them, with how often each holds something
     */
    public Mapped trace(ObjectNode tree, String mapping, Map<String, Integer> unread) {
        ObjectNode[] labelled = {tree.objectNode()};
        return ReadFields.during(
                () -> map(tree, mapping, null, MappingCompiler::traced, prepared -> {
                    ObjectNode labels = Tracing.labelled(prepared);
                    labelled[0].setAll(labels);
                    return labels;
                }),
                labelled[0],
                unread,
                new Deviations(files)::saysNothing,
                Mapped::resources);
    }

    /**
     * Maps once more, slowly, to find out which fields of the input the resources were made of.
     *
     * @param tree of a reader; not changed
     * @param mapping name of the mapping that made the resources
     */
    public FieldSources fieldSources(ObjectNode tree, String mapping) {
        return new FieldSources(pack, trace(tree, mapping).resources());
    }

    private Mapped map(
            ObjectNode tree,
            String mapping,
            String source,
            BiFunction<MappingCompiler, String, MappingCompiler.Compiled> compiler,
            UnaryOperator<ObjectNode> input) {
        ZoneOffset zone = EventTimes.zoneOf(tree);
        MessageIdentity identity = unheard(tree, zone, MappingChoice::beforeMapping);
        String name = mapping == null ? identity.mapping() : mapping;
        Optional<Issue> refusal = ProcessingId.refusal(tree, source, site);
        if (refusal.isPresent()) {
            return Mapped.refused(name, identify(tree), refusal.get());
        }
        if (name == null) {
            return Mapped.refused(
                    null,
                    identify(tree),
                    Issue.error("not-supported", null, identity.reason()).at(tree.has("MSH") ? "MSH-9" : null));
        }
        String asked = name;
        name = choice().file(asked);
        try (MappingRun run = MappingRun.open(zone)) {
            MappingSet now = current();
            EventTimes.notes(identity, tree).forEach(run::add);
            ProcessingId.note(tree).ifPresent(run::add);
            MappingCompiler.Compiled compiled = compiler.apply(now.compiler(), name);
            ObjectNode prepared = input.apply(now.choice().prepared(tree));
            JsonNode output = compiled.program().apply(prepared);
            Made made = Made.of(output, run);
            List<ObjectNode> resources = made.resources();
            LostLetters.check(prepared, resources, run);
            EventTimes.unread(identity, run.issues()).ifPresent(run::add);
            if (resources.isEmpty() && !Issue.anyError(run.issues())) {
                run.add(nothingMade(name));
            }
            return new Mapped(
                    asked,
                    now.choice().version(asked, compiled.version()),
                    identity.subject() == null ? subject(resources) : identity.subject(),
                    identity.eventTime(),
                    resources,
                    takenBack(output),
                    run.ids(),
                    run.unmapped(),
                    run.issues(),
                    compiled.accounts(),
                    made.carriers(),
                    run.leftOut());
        } catch (MappingException e) {
            return Mapped.refused(name, identity, Issue.error("exception", null, e.getMessage()));
        } catch (JsltException e) {
            return Mapped.refused(name, identity, Issue.error("exception", null, stopped(e, name)));
        }
    }

    /** The first number of the first patient, as {@code hl7v2/subject.jslt} tells it before a message is mapped. */
    private static String subject(List<ObjectNode> resources) {
        return resources.stream()
                .filter(one -> one.path("resourceType").asText().equals("Patient"))
                .findFirst()
                .map(patient -> patient.path("identifier").path(0))
                .map(number -> number.path("system").asText() + "|"
                        + number.path("value").asText())
                .orElse(null);
    }

    /** What the message takes back: {@code {"takenBack": [{"resource": "Encounter/…", "elements": ["actualPeriod.end"]}]}}. */
    private static Map<String, Set<String>> takenBack(JsonNode output) {
        Map<String, Set<String>> takenBack = new LinkedHashMap<>();
        for (JsonNode one : output.path("takenBack")) {
            Set<String> elements =
                    takenBack.computeIfAbsent(one.path("resource").asText(), r -> new LinkedHashSet<>());
            one.path("elements").forEach(element -> elements.add(element.asText()));
        }
        return takenBack;
    }

    private static Issue nothingMade(String name) {
        return Issue.error(
                "not-found",
                null,
                MappingCompiler.path(name)
                        + " made no resource of this message: it holds nothing that the mapping reads. "
                        + "Look at the input, or extend the mapping.");
    }

    /** JSLT's own text may quote the input, so only its place is told. */
    private static String stopped(JsltException e, String name) {
        String source = e.getSource() == null ? MappingCompiler.path(name) : e.getSource();
        return "The mapping stopped at " + source + (e.getLine() > 0 ? " line " + e.getLine() : "")
                + ": it met a value of a kind that it does not expect there, as a list in the place of a text. Correct"
                + " the mapping, then replay the message.";
    }
}
