package org.dhpbridge.mapping;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.profile.ProfilePack;
import org.dhpbridge.source.csv.CsvFeeds;

/** All that is read from the files of a site; replaced as a whole when one of them changes, or what stands over them. */
record MappingSet(
        MappingCompiler compiler,
        MappingChoice choice,
        CsvFeeds feeds,
        FeedRows rows,
        CodeTables tables,
        String fingerprint) {

    /**
     * @param clock tells which times of the input lie in the future
     * @param overlay rows over the code tables
     */
    static MappingSet read(HomeFiles files, ProfilePack pack, SiteSettings site, Clock clock, CodeOverlay overlay) {
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

    /** Names of all mappings that a message can be mapped by, sorted. */
    List<String> names() {
        return List.copyOf(new TreeSet<>(choice.names()));
    }

    /** @throws MappingException for the first mistake */
    void compileAll() {
        choice.names().forEach(this::compile);
        rows.check();
    }

    /** Every mistake, each a sentence with file and line. */
    List<String> mistakes() {
        Set<String> mistakes = new LinkedHashSet<>();
        for (String name : names()) {
            collect(mistakes, () -> compile(name));
        }
        collect(mistakes, rows::check);
        return List.copyOf(mistakes);
    }

    private void compile(String name) {
        compiler.get(choice.file(name));
    }

    private static void collect(Set<String> mistakes, Runnable check) {
        try {
            check.run();
        } catch (MappingException wrong) {
            mistakes.add(wrong.getMessage());
        }
    }
}
