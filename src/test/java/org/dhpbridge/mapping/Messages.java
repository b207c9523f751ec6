package org.dhpbridge.mapping;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.dhpbridge.Samples;
import org.dhpbridge.Shared;
import org.dhpbridge.source.MessageReader;
import org.dhpbridge.source.MessageSplitter;
import org.dhpbridge.source.RawMessage;
import org.dhpbridge.source.hl7.Hl7Reader;

/** The messages of all samples, and of the corpus where it is beside the project, read into trees. */
final class Messages {

    /**
     * @param name for people
     * @param home where the site's own mappings are, before the bundled ones
     * @param mappings of the site that the message belongs to
     */
    record Message(String name, Path home, Mappings mappings, ObjectNode tree) {

        /** The file of {@code mappings/} that this message was mapped with. */
        Path file(String path) {
            Path own = home.resolve(path);
            return Files.exists(own) ? own : Path.of(path);
        }
    }

    private static final MessageReader READER = new MessageReader(new Hl7Reader());

    private Messages() {}

    static List<Message> ofSamples() {
        try {
            List<Message> messages = new ArrayList<>();
            Samples.all().forEach(folder -> messages.addAll(ofSample(folder)));
            return messages;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Messages of the tests, written so that fields are filled which neither samples nor corpus fill. */
    static List<Message> ofFullMessages() {
        return ofHl7Files(Path.of("src/test/resources/org/dhpbridge/mapping/full"));
    }

    /** Skips the test when the corpus is not there. */
    static List<Message> ofCorpus() {
        return ofHl7Files(Shared.folder().resolve("corpus/hl7v2"));
    }

    private static List<Message> ofHl7Files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Message> messages = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                byte[] bytes = Files.readAllBytes(file);
                messages.add(new Message(
                        file.getParent().getFileName() + "/" + file.getFileName(),
                        Samples.NO_SITE,
                        MappingFixture.bundled(),
                        MappingFixture.hl7(bytes)));
            }
            return messages;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Message> ofSample(Path folder) {
        Path home = Samples.site(folder);
        Mappings mappings = MappingFixture.ofSample(folder);
        List<Message> messages = new ArrayList<>();
        try (MessageSplitter splitter = Samples.open(folder)) {
            while (splitter.hasNext()) {
                if (splitter.next() instanceof RawMessage message) {
                    ObjectNode tree = READER.read(message.contentType(), message.payload());
                    messages.add(new Message(folder + " " + message.location(), home, mappings, tree));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return messages;
    }
}
