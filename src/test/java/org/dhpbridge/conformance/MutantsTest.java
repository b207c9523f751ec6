package org.dhpbridge.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.dhpbridge.profile.Packs;
import org.dhpbridge.profile.ProfilePack;
import org.junit.jupiter.api.Test;

/**
 * The guide's examples, each spoilt in many ways: HAPI's validator with the official package and our check must say the
 * same. HAPI's verdicts are recorded; {@code -Ddhp.mutants=all} judges all anew, {@code
 * -Ddhp.mutants.record=true} records them.
 */
class MutantsTest {

    private static final Path DOCUMENT = Path.of("docs/conformance.md");
    private static final int SAMPLE = 97;

    private final ProfilePack pack = Packs.usual();
    private final ConformanceCheck check = new ConformanceCheck(pack);

    private String[] profiles(ObjectNode resource) {
        return resource.path("meta").has("profile")
                ? new String[0]
                : pack.profileFor(resource.path("resourceType").asText()).stream()
                        .toArray(String[]::new);
    }

    @Test
    void theVerdictOnEveryMutantIsHapisOrTheDifferenceIsExplained() throws IOException {
        List<Mutant> mutants = Mutant.all();
        Map<String, Set<String>> hapi = Verdicts.read();
        assertThat(mutants).hasSizeGreaterThan(5000);
        Map<Difference, List<Mutant>> explained = new TreeMap<>();
        List<String> unexplained = new ArrayList<>();
        Map<String, Set<Issue>> before = new TreeMap<>();
        int invalid = 0;
        for (Mutant mutant : mutants) {
            Set<Issue> known = before.computeIfAbsent(mutant.example(), e -> errors(mutant.original()));
            Set<Issue> ours = errors(mutant.resource());
            ours.removeAll(known);
            Set<String> theirs = hapi.get(mutant.hash());
            assertThat(theirs)
                    .as("no verdict on %s: record it with -Ddhp.mutants.record=true", mutant)
                    .isNotNull();
            invalid += theirs.isEmpty() ? 0 : 1;
            if (theirs.isEmpty() != ours.isEmpty()) {
                Difference.of(pack, mutant, theirs, ours)
                        .ifPresentOrElse(
                                reason -> explained
                                        .computeIfAbsent(reason, r -> new ArrayList<>())
                                        .add(mutant),
                                () -> unexplained.add(mutant + " HAPI " + theirs + " ours " + ours));
            }
        }
        assertThat(unexplained).isEmpty();
        String document = Difference.document(mutants.size(), invalid, explained);
        if (Boolean.getBoolean("dhp.regenerate")) {
            Files.writeString(DOCUMENT, document);
        }
        assertThat(Files.readString(DOCUMENT))
                .as("run with -Ddhp.regenerate=true to rewrite %s", DOCUMENT)
                .isEqualTo(document);
    }

    private Set<Issue> errors(ObjectNode resource) {
        Set<Issue> errors = new HashSet<>(check.check(resource));
        errors.removeIf(issue -> !issue.isError());
        return errors;
    }

    @Test
    void theRecordedVerdictsAreHapis() throws IOException {
        List<Mutant> mutants = Mutant.all();
        if (Boolean.getBoolean("dhp.mutants.record")) {
            Verdicts.write(Verdicts.judge(mutants, this::profiles));
        }
        List<Mutant> judged = mutants;
        if (!"all".equals(System.getProperty("dhp.mutants"))) {
            judged = new ArrayList<>();
            for (int i = 0; i < mutants.size(); i += SAMPLE) {
                judged.add(mutants.get(i));
            }
        }
        Map<String, Set<String>> recorded = Verdicts.read();
        Verdicts.judge(judged, this::profiles)
                .forEach(
                        (hash, kinds) -> assertThat(recorded.get(hash)).as(hash).isEqualTo(kinds));
    }
}
