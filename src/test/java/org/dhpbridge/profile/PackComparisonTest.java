package org.dhpbridge.profile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dhpbridge.Shared;
import org.dhpbridge.home.HomeFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackComparisonTest {

    private static final HomeFiles HOME = new HomeFiles(Path.of("."));

    private static ProfilePack pack(String nameOrArchive) {
        return ProfilePack.load(
                HOME,
                nameOrArchive.endsWith(".tgz")
                        ? Shared.folder()
                                .resolve("dhp/packages")
                                .resolve(nameOrArchive)
                                .toAbsolutePath()
                                .toString()
                        : nameOrArchive);
    }

    @Test
    void ourPackDemandsElementByElementWhatTheOfficialOneDemands() {
        ProfilePack ours = pack("uz-core-0.7.0");
        ProfilePack official = pack("uz.dhp.core-0.7.0.tgz");
        List<String> differences = new ArrayList<>();
        assertThat(ours.profiledTypes()).isEqualTo(official.profiledTypes());
        int elements = 0;
        for (String type : official.profiledTypes()) {
            assertThat(ours.profilesOf(type)).containsExactlyElementsOf(official.profilesOf(type));
            for (String canonical : official.profilesOf(type)) {
                elements += compare(
                        canonical.substring(canonical.lastIndexOf('/') + 1) + " ",
                        official.profile(canonical).orElseThrow().root(),
                        ours.profile(canonical).orElseThrow().root(),
                        differences);
            }
        }
        assertThat(elements).isGreaterThan(1500);
        assertThat(differences).isEmpty();
    }

    /** @return the number of elements compared */
    private static int compare(String place, ElementRule official, ElementRule ours, List<String> differences) {
        String theirs = text(official);
        String mine = ours == null ? "nothing" : text(ours);
        if (!theirs.equals(mine)) {
            differences.add(place + official.id() + "\n  official " + theirs + "\n  ours     " + mine);
        }
        int elements = 1;
        if (ours != null) {
            if (official.slicing() != null) {
                for (ElementRule slice : official.slicing().slices()) {
                    ElementRule own =
                            ours.slicing() == null ? null : ours.slicing().slice(slice.sliceName());
                    elements += compare(place, slice, own, differences);
                }
            }
            for (TypeRule type : official.types()) {
                if (type.isConstrained() && ours.type(type.code()) != null) {
                    for (ElementRule child : type.shape().elements()) {
                        ElementRule own = ours.type(type.code()).shape().element(child.name());
                        elements += compare(place, child, own, differences);
                    }
                }
            }
        }
        return elements;
    }

    /** That a choice is closed says no more than its types do: the guide has a slice for each of them. */
    private static String text(ElementRule rule) {
        StringBuilder text = new StringBuilder(rule.min() + ".." + rule.max());
        rule.types().stream()
                .map(type ->
                        " " + type.code() + type.profiles().stream().sorted().toList()
                                + type.targets.stream().sorted().toList())
                .sorted()
                .forEach(text::append);
        text.append(rule.value() == null ? "" : (rule.isExact() ? " fixed " : " pattern ") + rule.value());
        if (rule.binding() != null) {
            text.append(' ').append(rule.binding().strength()).append(' ').append(rule.binding().valueSet);
        }
        text.append(rule.isMustSupport() ? " MS" : "");
        if (rule.slicing() != null) {
            text.append(" sliced ")
                    .append(rule.slicing().slices().stream()
                            .map(ElementRule::sliceName)
                            .sorted()
                            .toList())
                    .append(" by ")
                    .append(rule.slicing().discriminators.stream()
                            .map(one -> one.type() + " " + one.path())
                            .sorted()
                            .toList())
                    .append(rule.slicing().isClosed() && !rule.isChoice() ? " closed" : "")
                    .append(rule.slicing().isOpenAtEnd() ? " open at end" : "")
                    .append(rule.slicing().isOrdered() ? " ordered" : "");
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"uz-core-0.3.0", "uz-core-0.7.0", "uz.dhp.core-0.7.0.tgz", "uz.dhp.core-0.9.2-recon.tgz"})
    void everyPackLoadsAsAWholeAndFillsAndChecks(String name) throws IOException {
        ProfilePack pack = pack(name);
        assertThat(pack.profiledTypes()).contains("Patient", "Observation", "Encounter", "Organization");
        ObjectNode patient = (ObjectNode) new ObjectMapper()
                .readTree("{\"resourceType\":\"Patient\",\"birthDate\":\"1990-01-01\",\"gender\":\"male\"}");
        patient.putObject("meta")
                .putArray("profile")
                .add(pack.profileFor("Patient").orElseThrow());
        assertThat(pack.profilesNamedBy(patient)).hasSize(1);
        assertThat(pack.unsupportedInvariants()).isEmpty();
    }
}
