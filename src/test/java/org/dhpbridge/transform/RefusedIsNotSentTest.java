package org.dhpbridge.transform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dhpbridge.Samples;
import org.dhpbridge.conformance.Issue;
import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.mapping.Sites;
import org.dhpbridge.profile.ElementRule;
import org.dhpbridge.profile.Packs;
import org.dhpbridge.profile.ProfilePack;
import org.dhpbridge.source.MessageSplitter;
import org.dhpbridge.source.RawMessage;
import org.dhpbridge.source.SourceItem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The last step before delivery lets no resource through that the profile refuses: of our samples, whole and spoilt. */
class RefusedIsNotSentTest {

    private int sent;
    private final Set<String> refusedWithout = new HashSet<>();
    private final List<String> wrong = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"uz-core-0.7.0", "uz-core-0.3.0"})
    void ofOurSamples(String packName) throws IOException {
        ProfilePack pack = Packs.of(packName);
        Map<Path, Conversion> bySite = new HashMap<>();
        for (Path folder : Samples.all()) {
            Conversion conversion = bySite.computeIfAbsent(
                    Samples.site(folder),
                    site -> Conversion.of(new HomeFiles(site), pack, Sites.of("urn:dhp-bridge:site:sandbox")));
            try (MessageSplitter messages = Samples.open(folder)) {
                while (messages.hasNext()) {
                    SourceItem item = messages.next();
                    if (item instanceof RawMessage raw) {
                        run(raw, conversion, pack);
                    }
                }
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(sent).isGreaterThan(60);
        assertThat(refusedWithout)
                .contains("Patient.identifier", "Observation.status", "Observation.code", "Encounter.status");
    }

    private void run(RawMessage raw, Conversion conversion, ProfilePack pack) {
        Transform transform = conversion.transform();
        Draft draft = transform.mapWith(null, transform.read(raw));
        if (Issue.anyError(draft.issues())) {
            return;
        }
        Draft filled = transform.fillAbsent(draft);
        if (isRefused(transform, filled)) {
            return;
        }
        sent++;
        for (ObjectNode resource : filled.resources()) {
            conversion.check().check(resource).stream()
                    .filter(Issue::isError)
                    .forEach(error -> wrong.add("sent, but refused: " + error.expression()));
            spoil(transform, filled, resource, pack);
        }
    }

    /** Takes each mandatory element away in turn, with what is said about it. */
    private void spoil(Transform transform, Draft filled, ObjectNode resource, ProfilePack pack) {
        List<String> names = new ArrayList<>();
        resource.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            String path = resource.path("resourceType").asText() + "." + name;
            boolean mandatory = pack.element(path)
                    .map(ElementRule::min)
                    .filter(min -> min > 0)
                    .isPresent();
            if (mandatory && refusedWithout.add(path)) {
                JsonNode value = resource.remove(name);
                JsonNode about = resource.remove("_" + name);
                if (!isRefused(transform, filled)) {
                    wrong.add("sent without " + path);
                }
                resource.set(name, value);
                if (about != null) {
                    resource.set("_" + name, about);
                }
            }
        }
    }

    private static boolean isRefused(Transform transform, Draft draft) {
        try {
            transform.check(draft);
            return false;
        } catch (RejectedException refused) {
            return true;
        }
    }
}
