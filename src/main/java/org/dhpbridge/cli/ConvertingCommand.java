package org.dhpbridge.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.mapping.Deviations;
import org.dhpbridge.profile.PackException;
import org.dhpbridge.profile.ProfilePack;
import org.dhpbridge.source.Content;
import org.dhpbridge.source.MessageSplitter;
import org.dhpbridge.source.RawMessage;
import org.dhpbridge.source.SourceFiles;
import org.dhpbridge.source.SourceItem;
import org.dhpbridge.source.SourceProblem;
import org.dhpbridge.source.UnreadableFileException;
import org.dhpbridge.source.UnreadableMessageException;
import org.dhpbridge.source.csv.CsvOptions;
import org.dhpbridge.source.csv.WrongDescriptorException;
import org.dhpbridge.transform.Conversion;
import org.dhpbridge.transform.Draft;
import org.dhpbridge.transform.Transform;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A command that converts the messages in files, as the bridge would, and says something about the result. */
abstract class ConvertingCommand implements Callable<Integer> {

    private static final String CSV = "csv/";

    @Option(
            names = "--mapping",
            paramLabel = "NAME",
            description = "the mapping to use, as hl7v2/ADT_A01 or csv/patients; without it, the content chooses")
    private String mapping;

    @Option(
            names = "--pack",
            paramLabel = "NAME|DIR|TGZ",
            description = "the profile pack; without it, the one of dhp.profile-pack")
    private String pack;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE|DIR",
            description = "HL7v2 or CSV files; of a folder, those in it and below")
    private List<Path> sources;

    @Spec
    private CommandSpec spec;

    private Deviations deviations;

    /** @param profiles what the messages are converted with */
    abstract void begin(ProfilePack profiles);

    /** @param unread fields of the input that the mapping did not look at, as {@code OBR-31}, and how often each holds something */
    abstract void converted(Path file, RawMessage message, Draft draft, Map<String, Integer> unread);

    /** @param location in the file; null when the file as a whole cannot be read */
    abstract void unreadable(Path file, String location, String code, String sentence);

    /** @return the exit code */
    abstract int end();

    @Override
    public Integer call() {
        List<Path> files = files();
        OfflineSettings settings = new OfflineSettings();
        HomeFiles home = settings.homeFiles();
        ProfilePack profiles = load(home, pack == null ? settings.profilePack() : pack);
        Conversion conversion = conversion(home, profiles, settings);
        List<String> names = conversion.mappings().names();
        if (mapping != null && !names.contains(mapping)) {
            throw new ParameterException(spec.commandLine(), "There is no mapping " + mapping + "; there are " + names);
        }
        deviations = new Deviations(home);
        begin(profiles);
        for (Path file : files) {
            convert(file, conversion);
        }
        return end();
    }

    private List<Path> files() {
        List<Path> files = new ArrayList<>();
        for (Path source : sources) {
            if (Files.isDirectory(source)) {
                try (Stream<Path> below = Files.walk(source)) {
                    below.filter(Files::isRegularFile).sorted().forEach(files::add);
                } catch (IOException e) {
                    throw new UncheckedIOException("Cannot list the files in " + source, e);
                }
            } else if (Files.isRegularFile(source)) {
                files.add(source);
            } else {
                throw new ParameterException(spec.commandLine(), "There is no file " + source);
            }
        }
        return files;
    }

    private Conversion conversion(HomeFiles home, ProfilePack profiles, OfflineSettings settings) {
        try {
            return Conversion.of(home, profiles, settings.site());
        } catch (WrongDescriptorException mistakeInAFile) {
            throw new ParameterException(spec.commandLine(), mistakeInAFile.getMessage(), mistakeInAFile);
        }
    }

    private ProfilePack load(HomeFiles home, String nameOrPath) {
        try {
            return ProfilePack.load(home, nameOrPath);
        } catch (PackException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private void convert(Path file, Conversion conversion) {
        try (MessageSplitter splitter = open(file, conversion.files())) {
            while (splitter.hasNext()) {
                convert(file, splitter.next(), conversion.transform());
            }
        } catch (UnreadableFileException e) {
            boolean justLiesThere = e.code().equals(SourceFiles.UNKNOWN) && !sources.contains(file);
            if (!justLiesThere) {
                unreadable(file, null, e.code(), e.getMessage());
            }
        }
    }

    private MessageSplitter open(Path file, SourceFiles opener) {
        Content content = Content.of(file);
        if (mapping == null) {
            return opener.recognised(content);
        }
        return mapping.startsWith(CSV)
                ? opener.csv(content, mapping.substring(CSV.length()), CsvOptions.AS_DESCRIBED)
                : opener.hl7(content, null);
    }

    private void convert(Path file, SourceItem item, Transform transform) {
        if (item instanceof SourceProblem problem) {
            unreadable(file, problem.raw().location(), problem.code(), problem.sentence());
            return;
        }
        RawMessage message = (RawMessage) item;
        try {
            Map<String, Integer> unread = new LinkedHashMap<>();
            Draft mapped = transform.traceWith(mapping, transform.read(message), unread);
            converted(file, message, transform.inspect(transform.fillAbsent(transform.settle(mapped))), unread);
        } catch (UnreadableMessageException e) {
            unreadable(file, message.location(), e.code(), e.getMessage());
        }
    }

    /** Why a field of HL7v2 is not looked at; null when nobody has said. */
    final String why(String field) {
        return deviations.reason(field).orElse(null);
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    final PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
