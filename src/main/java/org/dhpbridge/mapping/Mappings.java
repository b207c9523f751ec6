package org.dhpbridge.mapping;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.schibsted.spt.data.jslt.JsltException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    /**
     * How a message is mapped.
     *
     * @param compiled gives the mapping of a name
     * @param input gives what the mapping reads, for what was prepared for it
     */
    private record Manner(
            BiFunction<MappingCompiler, String, MappingCompiler.Compiled> compiled, UnaryOperator<ObjectNode> input) {

        static final Manner PLAIN = new Manner(MappingCompiler::get, UnaryOperator.identity());
        static final Manner TRACED = traced(Tracing::labelled);

        /** Slowly, so that every value knows where it came from. */
        static Manner traced(UnaryOperator<ObjectNode> input) {
            return new Manner(MappingCompiler::traced, input);
        }
    }

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
        return MappingSet.read(files, pack, site, clock, overlay);
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
        return current().names();
    }

    /**
     * Compiles every mapping, so that a wrong file is found at start-up and not with the first message.
     *
     * @throws MappingException with file, line and what is wrong
     */
    public void compileAll() {
        current().compileAll();
    }

    /** Every mistake in the mappings and what they import, each a sentence with file and line; empty when all can be used. */
    public List<String> mistakes() {
        return current().mistakes();
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

    /** Asks what a message is about; what mapping functions report meanwhile nobody hears, for they report it again when it is mapped. */
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
        return map(tree, mapping, source, Manner.PLAIN);
    }

    /**
     * Maps one message as {@link #map} does, slowly, so that {@link org.dhpbridge.mapping.trace.Lineage} can tell of every
     * value of the resources where it came from.
     */
    public Mapped trace(ObjectNode tree, String mapping) {
        return map(tree, mapping, null, Manner.TRACED);
    }

    /**
     * As {@link #trace}, and says which fields of the input the mapping did not look at.
     *
     * @param unread takes them, with how often each holds something
     */
    public Mapped trace(ObjectNode tree, String mapping, Map<String, Integer> unread) {
        ObjectNode labelled = tree.objectNode();
        return ReadFields.during(
                () -> map(tree, mapping, null, Manner.traced(prepared -> {
                    ObjectNode labels = Tracing.labelled(prepared);
                    labelled.setAll(labels);
                    return labels;
                })),
                labelled,
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

    private Mapped map(ObjectNode tree, String mapping, String source, Manner manner) {
        ZoneOffset zone = EventTimes.zoneOf(tree);
        MessageIdentity identity = unheard(tree, zone, MappingChoice::beforeMapping);
        String name = mapping == null ? identity.mapping() : mapping;
        Optional<Issue> refusal = ProcessingId.refusal(tree, source, site);
        if (refusal.isPresent()) {
            return Mapped.refused(name, identify(tree), refusal.get());
        }
        if (name == null) {
            Issue noMapping = Issue.error("not-supported", null, identity.reason());
            return Mapped.refused(null, identify(tree), noMapping.at(tree.has("MSH") ? "MSH-9" : null));
        }
        String file = choice().file(name);
        try (MappingRun run = MappingRun.open(zone)) {
            MappingSet now = current();
            EventTimes.notes(identity, tree).forEach(run::add);
            ProcessingId.note(tree).ifPresent(run::add);
            MappingCompiler.Compiled compiled = manner.compiled().apply(now.compiler(), file);
            ObjectNode prepared = manner.input().apply(now.choice().prepared(tree));
            Made made = Made.of(compiled.program().apply(prepared), run);
            LostLetters.check(prepared, made.resources(), run);
            EventTimes.unread(identity, run.issues()).ifPresent(run::add);
            if (made.resources().isEmpty() && !Issue.anyError(run.issues())) {
                run.add(nothingMade(file));
            }
            String version = now.choice().version(name, compiled.version());
            return Mapped.of(identity, name, version, compiled.accounts(), made, run);
        } catch (MappingException e) {
            return Mapped.refused(file, identity, Issue.error("exception", null, e.getMessage()));
        } catch (JsltException e) {
            return Mapped.refused(file, identity, Issue.error("exception", null, stopped(e, file)));
        }
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
