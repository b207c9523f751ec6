package org.dhpbridge.transform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.dhpbridge.HapiJudge;
import org.dhpbridge.Samples;
import org.dhpbridge.Shared;
import org.dhpbridge.conformance.Issue;
import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.mapping.Sites;
import org.dhpbridge.profile.Packs;
import org.dhpbridge.profile.ProfilePack;
import org.dhpbridge.source.Content;
import org.dhpbridge.source.MessageSplitter;
import org.dhpbridge.source.RawMessage;
import org.dhpbridge.source.SourceFiles;
import org.dhpbridge.source.SourceItem;
import org.dhpbridge.source.csv.CsvFeeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every sample and every message of the corpus through every pack: conformant, or dead with a sentence. */
class EveryPackTest {

    /** What no pack can express: nothing among samples and corpus. */
    private static final Set<String> FAULT_OF_THE_MESSAGE = Set.of();

    /** What UZ Core 0.3.0 binds to LOINC without a way out; 0.7.0 takes local codes there. */
    private static final Set<String> ALSO_REFUSED_IN_0_3_0 = Set.of("Observation.code", "Observation.component.code");

    private int messages;
    private int sendable;
    private final Map<String, String> refused = new TreeMap<>();
    private final Map<String, String> hapi = new TreeMap<>();
    private final Set<String> judged = new HashSet<>();

    @ParameterizedTest
    @ValueSource(strings = {"uz.dhp.core-0.7.0.tgz", "uz.dhp.core-0.9.2-recon.tgz"})
    void withAnOfficialPackageAllIsConformantByHapiTooOrDeadWithASentence(String name) throws IOException {
        Path archive = Shared.folder().resolve("dhp/packages").resolve(name).toAbsolutePath();
        run(archive.toString(), HapiJudge.of(name));
        assertThat(refused.keySet()).isEqualTo(FAULT_OF_THE_MESSAGE);
        assertThat(hapi).isEmpty();
        assertThat(judged).hasSizeGreaterThan(250);
        assertThat(sendable).isGreaterThan(220);
    }

    @Test
    void withThePackOf030AllIsConformantOrDeadWithASentence() throws IOException {
        run("uz-core-0.3.0", null);
        Set<String> expected = new TreeSet<>(FAULT_OF_THE_MESSAGE);
        expected.addAll(ALSO_REFUSED_IN_0_3_0);
        assertThat(refused.keySet()).isSubsetOf(expected).contains("Observation.code");
        assertThat(refused.get("Observation.code")).contains("observation-codes", "http://loinc.org");
        assertThat(sendable).isGreaterThan(190);
    }

    private void run(String packName, HapiJudge judge) throws IOException {
        ProfilePack pack = Packs.of(packName);
        Map<Path, Transform> bySite = new HashMap<>();
        Function<Path, Transform> transforms =
                home -> bySite.computeIfAbsent(home, site -> transform(pack, new HomeFiles(site)));
        for (Path folder : Samples.all()) {
            try (MessageSplitter splitter = Samples.open(folder)) {
                messages(splitter, transforms.apply(Samples.site(folder)), judge);
            }
        }
        Transform transform = transforms.apply(Samples.NO_SITE);
        SourceFiles sources = new SourceFiles(() -> new CsvFeeds(new HomeFiles(Samples.NO_SITE)));
        try (Stream<Path> corpus = Files.walk(Shared.folder().resolve("corpus/hl7v2"))) {
            for (Path file : corpus.filter(Files::isRegularFile).sorted().toList()) {
                try (MessageSplitter splitter = sources.hl7(Content.of(file), null)) {
                    messages(splitter, transform, judge);
                }
            }
        }
        assertThat(messages).isGreaterThan(350);
    }

    private static Transform transform(ProfilePack pack, HomeFiles home) {
        return Conversion.of(home, pack, Sites.of("urn:dhp-bridge:site:sandbox"))
                .transform();
    }

    private void messages(MessageSplitter splitter, Transform transform, HapiJudge judge) {
        while (splitter.hasNext()) {
            SourceItem item = splitter.next();
            if (item instanceof RawMessage raw) {
                messages++;
                Draft mapped = transform.mapWith(null, transform.read(raw));
                if (!Issue.anyError(mapped.issues())) {
                    Draft checked = transform.inspect(transform.fillAbsent(mapped));
                    ended(checked, judge);
                }
            }
        }
    }

    private void ended(Draft draft, HapiJudge judge) {
        List<Issue> errors = draft.issues().stream().filter(Issue::isError).toList();
        sendable += errors.isEmpty() ? 1 : 0;
        for (Issue error : errors) {
            assertThat(error.diagnostics()).matches("(?s).{40,}");
            refused.put(error.expression().replaceAll("\\[\\d+]", ""), error.diagnostics());
        }
        if (judge != null && errors.isEmpty()) {
            draft.resources().forEach(resource -> judge(resource, judge));
        }
    }

    /** Resources that differ in no path and no code get the same verdict: one of each kind is enough. */
    private void judge(ObjectNode resource, HapiJudge judge) {
        Set<String> shape = new TreeSet<>();
        shape(resource, "", shape);
        if (judged.add(shape.toString())) {
            judge.errors(resource.toString()).forEach(error -> hapi.put(error.getLocationString(), error.getMessage()));
        }
    }

    private static void shape(JsonNode node, String path, Set<String> shape) {
        if (node.isObject()) {
            node.properties().forEach(field -> shape(field.getValue(), path + "." + field.getKey(), shape));
        } else if (node.isArray()) {
            node.forEach(member -> shape(member, path, shape));
        } else {
            boolean coded = path.matches(".*\\.(code|system|url|profile|use|status)");
            shape.add(coded ? path + "=" + node.asText() : path);
        }
    }
}
