package org.dhpbridge.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.dhpbridge.Samples;
import org.dhpbridge.conformance.Issue;
import org.dhpbridge.source.MessageSplitter;
import org.dhpbridge.source.RawMessage;
import org.dhpbridge.source.SourceItem;
import org.dhpbridge.source.SourceProblem;
import org.dhpbridge.transform.Draft;
import org.dhpbridge.transform.Transform;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every folder of {@code samples/} with an {@code expected.json}: its input is mapped to exactly that, and its account
 * is settled. A file of one message
 * expects one object, a file of several an array. After a wanted change of a mapping, {@code mvn test
 * -Dtest=GoldenSamplesTest -Dsamples.update=true} writes the files anew; read the difference before you commit it.
 */
class GoldenSamplesTest {

    private static final DefaultPrettyPrinter PRETTY =
            new DefaultPrettyPrinter().withArrayIndenter(new DefaultIndenter("  ", "\n"));

    @TestFactory
    Stream<DynamicTest> everySampleBecomesWhatItExpects() throws IOException {
        return Samples.all().stream().map(folder -> DynamicTest.dynamicTest(folder.toString(), () -> check(folder)));
    }

    private static void check(Path folder) throws IOException {
        JsonNode actual = run(folder);
        Path expected = folder.resolve("expected.json");
        if (Boolean.getBoolean("samples.update")) {
            Files.writeString(expected, MappingFixture.JSON.writer(PRETTY).writeValueAsString(actual) + "\n");
        }
        assertThat(MappingFixture.JSON.writer(PRETTY).writeValueAsString(actual) + "\n")
                .isEqualTo(Files.readString(expected));
    }

    private static JsonNode run(Path folder) throws IOException {
        Transform transform = MappingFixture.transform(MappingFixture.ofSample(folder));
        ArrayNode messages = MappingFixture.JSON.createArrayNode();
        try (MessageSplitter splitter = Samples.open(folder)) {
            while (splitter.hasNext()) {
                SourceItem item = splitter.next();
                messages.add(
                        item instanceof SourceProblem problem
                                ? unreadable(problem)
                                : explained((RawMessage) item, transform));
            }
        }
        return messages.size() == 1 ? messages.get(0) : messages;
    }

    private static ObjectNode unreadable(SourceProblem problem) {
        ObjectNode line = MappingFixture.JSON.createObjectNode();
        line.putArray("resources");
        line.set("issues", issues(List.of(Issue.error(problem.code(), null, problem.sentence()))));
        return line;
    }

    private static ObjectNode explained(RawMessage message, Transform transform) {
        Draft draft = transform.settle(transform.mapWith(null, transform.read(message)));
        Mapped mapped = draft.mapped();
        ObjectNode line = MappingFixture.JSON.createObjectNode();
        line.put("mapping", mapped.mapping());
        line.put("subject", mapped.subject());
        line.put(
                "eventTime",
                mapped.eventTime() == null ? null : mapped.eventTime().toString());
        ArrayNode resources = line.putArray("resources");
        mapped.resources().forEach(resources::add);
        line.set("issues", issues(draft.issues()));
        line.set("unmapped", MappingFixture.JSON.valueToTree(mapped.unmapped()));
        return line;
    }

    private static ArrayNode issues(List<Issue> issues) {
        ArrayNode nodes = MappingFixture.JSON.createArrayNode();
        for (Issue issue : issues) {
            nodes.addObject()
                    .put("severity", issue.severity())
                    .put("code", issue.code())
                    .put("expression", issue.expression())
                    .put("diagnostics", issue.diagnostics());
        }
        return nodes;
    }
}
