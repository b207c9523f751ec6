package org.dhpbridge.playground;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dhpbridge.anatomy.Anatomist;
import org.dhpbridge.anatomy.Anatomy;
import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.kernel.ExactJson;
import org.dhpbridge.mapping.Deviations;
import org.dhpbridge.mapping.MappingException;
import org.dhpbridge.playground.Outcome.Refusal;
import org.dhpbridge.profile.ProfilePack;
import org.dhpbridge.source.Content;
import org.dhpbridge.source.MessageSplitter;
import org.dhpbridge.source.RawMessage;
import org.dhpbridge.source.SourceFiles;
import org.dhpbridge.source.SourceItem;
import org.dhpbridge.source.SourceProblem;
import org.dhpbridge.source.UnreadableFileException;
import org.dhpbridge.source.csv.CsvOptions;
import org.dhpbridge.transform.Conversion;

/** What the process of a trial does: reads the trial, maps, and writes what became of it. */
public final class Workbench {

    static final int MOST_MESSAGES = 5;
    static final JsonMapper JSON =
            ExactJson.strict().addModule(new JavaTimeModule()).build();

    /** What is pasted is text, whatever character set the source writes. */
    private static final CsvOptions PASTED = new CsvOptions(null, StandardCharsets.UTF_8.name());

    private final Trial trial;

    private Workbench(Trial trial) {
        this.trial = trial;
    }

    /**
     * @param in a {@link Trial} as JSON
     * @param out takes its {@link Outcome} as JSON
     * @throws IOException when one of them breaks off
     */
    public static void serve(InputStream in, OutputStream out) throws IOException {
        Trial trial = JSON.readValue(in, Trial.class);
        JSON.writeValue(out, new Workbench(trial).tried());
    }

    private Outcome tried() {
        try {
            HomeFiles files = new HomeFiles(Path.of(trial.home())).with(trial.files());
            ProfilePack pack = ProfilePack.load(files, trial.pack());
            Conversion conversion = Conversion.of(files, pack, trial.site(), trial.codes());
            try (MessageSplitter messages = open(conversion.files())) {
                return of(messages, new Anatomist(conversion.transform(), pack, new Deviations(files)));
            }
        } catch (UnreadableFileException unreadable) {
            return Outcome.refused(Refusal.INPUT, unreadable.getMessage());
        } catch (MappingException | IllegalArgumentException wrongFile) {
            return Outcome.refused(Refusal.MAPPING, wrongFile.getMessage());
        } catch (StackOverflowError endless) {
            return Outcome.refused(Refusal.RECURSION, null);
        }
    }

    private MessageSplitter open(SourceFiles opener) {
        Content content = Content.of("input", trial.input().getBytes(StandardCharsets.UTF_8));
        String beginning = trial.input().stripLeading();
        if (beginning.startsWith("{") || beginning.startsWith("[")) {
            if (trial.feed() == null) {
                throw new UnreadableFileException(
                        "feed",
                        "Rows in JSON do not say of which feed they are: choose the feed beside the message's number.");
            }
            return opener.json(content, trial.feed(), "");
        }
        return trial.feed() == null || beginning.startsWith("MSH")
                ? opener.recognised(content, PASTED)
                : opener.csv(content, trial.feed(), PASTED);
    }

    private static Outcome of(MessageSplitter items, Anatomist anatomist) {
        List<Outcome.Message> messages = new ArrayList<>();
        while (messages.size() < MOST_MESSAGES && items.hasNext()) {
            messages.add(of(items.next(), anatomist));
        }
        return new Outcome(messages, items.hasNext(), null, null);
    }

    private static Outcome.Message of(SourceItem item, Anatomist anatomist) {
        if (item instanceof SourceProblem problem) {
            RawMessage raw = problem.raw();
            String text = new String(raw.payload(), StandardCharsets.UTF_8);
            Anatomy unread = new Anatomy(List.of(), text, List.of(), List.of(), problem.sentence(), false);
            return new Outcome.Message(raw.location(), unread, List.of());
        }
        RawMessage message = (RawMessage) item;
        List<JsonNode> resources = new ArrayList<>();
        Anatomy anatomy = anatomist.of(message, resources::add);
        return new Outcome.Message(message.location(), anatomy, resources);
    }
}
