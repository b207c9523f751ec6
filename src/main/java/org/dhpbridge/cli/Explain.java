package org.dhpbridge.cli;

import static java.time.format.DateTimeFormatter.ISO_OFFSET_DATE_TIME;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.dhpbridge.absent.AbsentFiller;
import org.dhpbridge.conformance.ConformanceCheck;
import org.dhpbridge.conformance.Issue;
import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.mapping.Mappings;
import org.dhpbridge.profile.ProfilePack;
import org.dhpbridge.source.MessageReader;
import org.dhpbridge.source.MessageSplitter;
import org.dhpbridge.source.RawMessage;
import org.dhpbridge.source.SourceFiles;
import org.dhpbridge.source.SourceItem;
import org.dhpbridge.source.SourceProblem;
import org.dhpbridge.source.UnreadableFileException;
import org.dhpbridge.source.UnreadableMessageException;
import org.dhpbridge.source.csv.CsvFeeds;
import org.dhpbridge.source.csv.CsvOptions;
import org.dhpbridge.source.hl7.Hl7Reader;
import org.dhpbridge.transform.Draft;
import org.dhpbridge.transform.Transform;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what would be sent, without sending it. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        header = "Shows what the bridge would send for the messages in files, without sending anything.",
        description = {
            "",
            "Prints one JSON object a message (NDJSON): source, mapping, subject, eventTime, resources, filled (what was"
                    + " declared absent, why and how), issues, unmapped (codes that the tables in mappings/codes lack).",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every message could be sent",
            "1:at least one would be dead, or a file cannot be read",
            "2:wrong usage"
        })
final class Explain implements Callable<Integer> {

    private static final int ONE_WOULD_BE_DEAD = 1;
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

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "HL7v2 or CSV files")
    private List<Path> files;

    @Spec
    private CommandSpec spec;

    private final ObjectMapper json = JsonMapper.builder()
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    private boolean oneWouldBeDead;

    @Override
    public Integer call() {
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw new ParameterException(spec.commandLine(), "There is no file " + file);
            }
        }
        OfflineSettings settings = new OfflineSettings();
        HomeFiles home = settings.homeFiles();
        ProfilePack profiles = load(home, pack == null ? settings.profilePack() : pack);
        Mappings mappings = new Mappings(home, profiles, settings.site());
        if (mapping != null && !mappings.names().contains(mapping)) {
            throw new ParameterException(
                    spec.commandLine(), "There is no mapping " + mapping + "; there are " + mappings.names());
        }
        Transform transform = new Transform(
                new MessageReader(new Hl7Reader()),
                mappings,
                new AbsentFiller(profiles),
                new ConformanceCheck(profiles));
        SourceFiles sources = new SourceFiles(new CsvFeeds(home));
        for (Path file : files) {
            explain(file, sources, transform);
        }
        return oneWouldBeDead ? ONE_WOULD_BE_DEAD : 0;
    }

    private ProfilePack load(HomeFiles home, String nameOrPath) {
        try {
            return ProfilePack.load(home, nameOrPath);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private void explain(Path file, SourceFiles sources, Transform transform) {
        try (MessageSplitter splitter = open(file, sources)) {
            while (splitter.hasNext()) {
                print(file, splitter.next(), transform);
            }
        } catch (UnreadableFileException e) {
            printUnreadable(file, null, e.code(), e.getMessage());
        }
    }

    private MessageSplitter open(Path file, SourceFiles sources) {
        if (mapping == null) {
            return sources.recognised(file);
        }
        return mapping.startsWith(CSV)
                ? sources.csv(file, mapping.substring(CSV.length()), CsvOptions.AS_DESCRIBED)
                : sources.hl7(file, null);
    }

    private void print(Path file, SourceItem item, Transform transform) {
        if (item instanceof SourceProblem problem) {
            printUnreadable(file, problem.raw().location(), problem.code(), problem.sentence());
            return;
        }
        RawMessage message = (RawMessage) item;
        try {
            Draft draft = transform.inspect(transform.fillAbsent(transform.mapWith(mapping, transform.read(message))));
            ObjectNode line = line(file, message.location());
            line.put("mapping", draft.mapped().mapping());
            line.put("subject", draft.mapped().subject());
            line.put("eventTime", draft.eventTime() == null ? null : ISO_OFFSET_DATE_TIME.format(draft.eventTime()));
            ArrayNode resources = line.putArray("resources");
            draft.resources().forEach(resources::add);
            line.set("filled", json.valueToTree(draft.filled()));
            line.set("issues", issues(draft.issues()));
            line.set("unmapped", json.valueToTree(draft.unmapped()));
            print(line, Issue.anyError(draft.issues()));
        } catch (UnreadableMessageException e) {
            printUnreadable(file, message.location(), e.code(), e.getMessage());
        }
    }

    private void printUnreadable(Path file, String location, String code, String sentence) {
        ObjectNode line = line(file, location);
        line.putNull("mapping").putNull("subject").putNull("eventTime");
        line.putArray("resources");
        line.putArray("filled");
        line.set("issues", issues(List.of(Issue.error(code, null, sentence))));
        line.putArray("unmapped");
        print(line, true);
    }

    private ObjectNode line(Path file, String location) {
        ObjectNode line = json.createObjectNode().put("source", file.toString());
        if (location != null) {
            line.put("location", location);
        }
        return line;
    }

    private ArrayNode issues(List<Issue> issues) {
        ArrayNode nodes = json.createArrayNode();
        for (Issue issue : issues) {
            nodes.addObject()
                    .put("severity", issue.severity())
                    .put("code", issue.code())
                    .put("expression", issue.expression())
                    .put("diagnostics", issue.diagnostics());
        }
        return nodes;
    }

    private void print(ObjectNode line, boolean dead) {
        oneWouldBeDead |= dead;
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
