package org.dhpbridge.doctor;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.mapping.CodeTableCheck;
import org.dhpbridge.mapping.MappingException;
import org.dhpbridge.mapping.Mappings;
import org.dhpbridge.profile.PackException;
import org.dhpbridge.profile.ProfilePack;
import org.dhpbridge.source.csv.CsvFeeds;
import org.dhpbridge.transform.Conversion;

/** Profile pack, descriptors of feeds, code tables and mappings: the site's own files and the bundled ones. */
final class ContentCheck {

    private static final String HL7 = "hl7v2/";
    private static final String CSV = "csv/";
    private static final Pattern OWN_HL7 = Pattern.compile("mappings/hl7v2/([A-Z0-9]{3}_[A-Z0-9]{3})\\.jslt");
    private static final int SHOWN = 10;

    private final Settings settings;
    private final Consumer<Finding> findings;
    private final HomeFiles files;
    private Mappings mappings;
    private Set<String> profiled = Set.of();

    ContentCheck(Settings settings, Consumer<Finding> findings) {
        this.settings = settings;
        this.findings = findings;
        this.files = settings.homeFiles();
    }

    void run() {
        ProfilePack pack = pack();
        int feeds = feeds();
        CodeTableCheck tables = CodeTableCheck.of(files);
        report("code tables", tables.mistakes(), tables.tables() + " in mappings/codes");
        if (pack != null && feeds > 0) {
            mappings(pack);
        }
    }

    private ProfilePack pack() {
        try {
            ProfilePack pack = ProfilePack.load(files, settings.text("dhp.profile-pack"));
            int profiles = pack.profiledTypes().stream()
                    .mapToInt(type -> pack.profilesOf(type).size())
                    .sum();
            String facts = pack.id() + ", " + profiles + " profiles on "
                    + pack.profiledTypes().size() + " resource types";
            findings.accept(
                    pack.unsupportedInvariants().isEmpty()
                            ? Finding.ok("profile pack", facts)
                            : Finding.warning(
                                    "profile pack",
                                    facts + "; rules that the bridge does not evaluate: "
                                            + pack.unsupportedInvariants().size(),
                                    "Nothing to do here: only the platform checks these rules."));
            return pack;
        } catch (PackException e) {
            findings.accept(Finding.failed(
                    "profile pack",
                    e.getMessage().replaceAll("\\.$", ""),
                    "Correct dhp.profile-pack: a name under profiles/, a folder, or an official package (.tgz); see"
                            + " docs/packs.md."));
            return null;
        }
    }

    /** @return how many there are; 0 when one is wrong */
    private int feeds() {
        try {
            int feeds = new CsvFeeds(files).all().size();
            findings.accept(Finding.ok("feeds", feeds + " descriptors in mappings/csv"));
            return feeds;
        } catch (IllegalArgumentException e) {
            report("feeds", List.of(e.getMessage()), "");
            return 0;
        }
    }

    private void mappings(ProfilePack pack) {
        try {
            Mappings all = Conversion.of(files, pack, settings.site()).mappings();
            List<String> mistakes = all.mistakes();
            report("mappings", mistakes, all.names().size() + " compile");
            mappings = all;
            profiled = pack.profiledTypes();
        } catch (MappingException | IllegalArgumentException e) {
            report("mappings", List.of(e.getMessage()), "");
        }
    }

    private void report(String what, List<String> mistakes, String facts) {
        if (mistakes.isEmpty()) {
            findings.accept(Finding.ok(what, facts));
        }
        mistakes.stream()
                .limit(SHOWN)
                .forEach(mistake -> findings.accept(Finding.failed(
                        what,
                        mistake.replaceAll("\\.$", ""),
                        "Correct that file under " + files.home()
                                + "; without it the bundled one of the same path counts again.")));
        if (mistakes.size() > SHOWN) {
            findings.accept(Finding.failed(
                    what, (mistakes.size() - SHOWN) + " more mistakes", "Correct those above, then check again."));
        }
    }

    /** What messages in HL7v2 can become of what the pack has a profile for; nothing when the mappings cannot be read. */
    Set<String> typesOfHl7() {
        Set<String> types = new TreeSet<>();
        if (mappings != null) {
            mappings.names().stream()
                    .filter(name -> name.startsWith(HL7))
                    .forEach(name -> types.addAll(mappings.producedTypes(name)));
            files.list("mappings/hl7v2", ".jslt").stream()
                    .map(OWN_HL7::matcher)
                    .filter(Matcher::matches)
                    .forEach(own -> types.addAll(mappings.producedTypes(HL7 + own.group(1))));
        }
        types.retainAll(profiled);
        return types;
    }

    /** What rows of a feed can become of what the pack has a profile for; nothing when there is no such feed. */
    Set<String> typesOfFeed(String feed) {
        Set<String> types = new TreeSet<>();
        if (mappings != null && mappings.names().contains(CSV + feed)) {
            types.addAll(mappings.producedTypes(CSV + feed));
        }
        types.retainAll(profiled);
        return types;
    }

    /** Whether there is such a feed; true when the descriptors cannot be read. */
    boolean hasFeed(String feed) {
        return mappings == null || mappings.names().contains(CSV + feed);
    }

    HomeFiles files() {
        return files;
    }
}
