package org.dhpbridge.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dhpbridge.HapiJudge;
import org.dhpbridge.Shared;
import org.dhpbridge.absent.AbsentFiller;
import org.dhpbridge.conformance.ConformanceCheck;
import org.dhpbridge.conformance.Issue;
import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.profile.Packs;
import org.dhpbridge.profile.ProfilePack;
import org.dhpbridge.source.Content;
import org.dhpbridge.source.MessageReader;
import org.dhpbridge.source.MessageSplitter;
import org.dhpbridge.source.RawMessage;
import org.dhpbridge.source.SourceFiles;
import org.dhpbridge.source.SourceItem;
import org.dhpbridge.source.csv.CsvFeeds;
import org.dhpbridge.source.csv.CsvOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole Synthea folder, by the descriptors of {@code samples/synthea}: every row can be sent, or says why not. */
class SyntheaTest {

    private static final Path HOME = Path.of("samples/synthea");
    private static final int JUDGED = 3;

    private final ProfilePack pack = Packs.usual();
    private final AbsentFiller filler = new AbsentFiller(pack);
    private final ConformanceCheck check = new ConformanceCheck(pack);
    private final Mappings mappings = MappingFixture.in(HOME, Sites.of(MappingFixture.NAMESPACE));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "patients",
                "encounters",
                "conditions",
                "observations",
                "immunizations",
                "allergies",
                "providers",
                "organizations"
            })
    void everyRowIsSentOrDeadWithAReason(String file) {
        Path corpus = Shared.folder().resolve("corpus/synthea/" + file + ".csv");
        SourceFiles sources = new SourceFiles(() -> new CsvFeeds(new HomeFiles(HOME)));
        Map<String, Integer> reasons = new LinkedHashMap<>();
        List<List<ObjectNode>> sent = new ArrayList<>();
        int rows = 0;
        try (MessageSplitter splitter = sources.csv(Content.of(corpus), "synthea-" + file, CsvOptions.AS_DESCRIBED)) {
            while (splitter.hasNext()) {
                ObjectNode tree = read(splitter.next());
                rows += tree.path("rows").size();
                Mapped mapped = mappings.map(tree, null);
                List<Issue> issues = new ArrayList<>(mapped.issues());
                mapped.resources().forEach(resource -> {
                    filler.fill(resource);
                    issues.addAll(check.check(resource));
                });
                issues.stream()
                        .filter(Issue::isError)
                        .findFirst()
                        .ifPresentOrElse(
                                error -> reasons.merge(
                                        error.diagnostics().replaceAll("line \\d+", "line …"), 1, Integer::sum),
                                () -> sent.add(mapped.resources()));
            }
        }
        System.out.println(
                "Synthea " + file + ": " + rows + " rows, " + sent.size() + " messages to send, dead: " + reasons);
        assertThat(reasons).isEmpty();
        assertThat(sent).allSatisfy(resources -> assertThat(resources).isNotEmpty());
        sent.stream().limit(JUDGED).flatMap(List::stream).forEach(resource -> assertThat(
                        HapiJudge.get().errors(resource.toString()))
                .isEmpty());
    }

    private static ObjectNode read(SourceItem item) {
        assertThat(item).isInstanceOf(RawMessage.class);
        RawMessage message = (RawMessage) item;
        return new MessageReader().read(message.contentType(), message.payload());
    }
}
