package org.dhpbridge.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.route.ConfiguredSource;
import org.dhpbridge.route.SourceCheck;
import org.dhpbridge.route.SourceChoice;

/** The source files that are switched on: whether they can be loaded, and what they read from. */
final class SourcesCheck {

    private static final String SOURCES = "sources";

    private final Settings settings;
    private final Consumer<Finding> findings;
    private final boolean bridgeRuns;
    private final Set<String> neededTypes = new TreeSet<>();
    private boolean allRight = true;

    SourcesCheck(Settings settings, Consumer<Finding> findings, boolean bridgeRuns) {
        this.settings = settings;
        this.findings = findings;
        this.bridgeRuns = bridgeRuns;
    }

    /** @return the resource types that the sources can make */
    Set<String> neededTypes(ContentCheck content) {
        HomeFiles files = content.files();
        try {
            findings.accept(Finding.ok("route templates", String.join(", ", ConfiguredSource.templates(files))));
        } catch (IllegalArgumentException e) {
            findings.accept(Finding.failed(
                    "route templates",
                    e.getMessage().replaceAll("\\.$", ""),
                    "Correct that file: no bridge starts with it."));
            return neededTypes;
        }
        List<String> read = new ArrayList<>();
        for (ConfiguredSource source : configured(files)) {
            read.add(source.routeId());
            examine(source, content);
        }
        if (read.isEmpty()) {
            findings.accept(Finding.warning(
                    SOURCES,
                    "none is switched on: the bridge receives nothing",
                    "Put a file into " + SourceChoice.FOLDER
                            + " (samples/sources shows one of each kind), or let dhp.sources" + " name one."));
        } else if (allRight) {
            findings.accept(Finding.ok(SOURCES, read.size() + ": " + String.join(", ", read)));
        }
        return neededTypes;
    }

    private List<ConfiguredSource> configured(HomeFiles files) {
        SourceChoice chosen = new SourceChoice(settings.texts("dhp.sources", "*"));
        SourceCheck check = new SourceCheck(files);
        List<ConfiguredSource> sources = new ArrayList<>();
        for (String file : files.list(SourceChoice.FOLDER, ".yaml")) {
            if (!chosen.contains(file)) {
                continue;
            }
            List<String> mistakes = check.mistakes(file, files.text(file).orElse(""));
            mistakes.forEach(mistake -> problem(
                    mistake.replaceAll("\\.$", ""),
                    "Correct that file under " + files.home() + "; until then the bridge leaves this source out."));
            if (mistakes.isEmpty()) {
                sources.addAll(ConfiguredSource.in(files, file));
            }
        }
        return sources;
    }

    private void examine(ConfiguredSource source, ContentCheck content) {
        String feed = value(source, "feed").orElse("");
        if (feed.isBlank()) {
            neededTypes.addAll(content.typesOfHl7());
        } else if (content.hasFeed(feed)) {
            neededTypes.addAll(content.typesOfFeed(feed));
        } else {
            problem(
                    source.file() + ": there is no feed " + feed,
                    "Describe it in mappings/csv/" + feed + ".yaml, or correct the parameter feed.");
        }
        if (!source.parameters().containsKey("host")) {
            value(source, "folder").ifPresent(folder -> folder(source, Path.of(folder)));
        }
        if (source.parameters().containsKey("address")) {
            value(source, "port").ifPresent(port -> port(source, port));
        }
        source.parameters().forEach((name, value) -> {
            if (settings.resolved(value).isEmpty()) {
                problem(
                        source.file() + ": the parameter " + name + " names a setting that is not set",
                        "Set it, or write the value itself.");
            }
        });
    }

    private Optional<String> value(ConfiguredSource source, String parameter) {
        return Optional.ofNullable(source.parameters().get(parameter)).flatMap(settings::resolved);
    }

    private void folder(ConfiguredSource source, Path folder) {
        boolean usable = !Files.exists(folder) || Files.isDirectory(folder) && Files.isReadable(folder);
        if (!usable) {
            problem(
                    source.file() + ": " + folder + " cannot be read as a folder",
                    "Let the user that runs the bridge read and write there, or name another folder.");
        } else if (Files.isDirectory(folder) && !Files.isWritable(folder)) {
            problem(
                    source.file() + ": " + folder + " cannot be written",
                    "Let the user that runs the bridge write there: what was read is moved to .done in it.");
        }
    }

    private void port(ConfiguredSource source, String text) {
        if (!text.matches("\\d{1,5}")
                || bridgeRuns
                || Ports.isFree(value(source, "address").orElse(""), Integer.parseInt(text))) {
            return;
        }
        problem(
                source.file() + ": port " + text + " is taken, or is not this machine's to listen on",
                "Stop what listens there (ss -ltnp), or give this source another port or address.");
    }

    private void problem(String facts, String fix) {
        allRight = false;
        findings.accept(Finding.failed(SOURCES, facts, fix));
    }
}
