package org.dhpbridge.absent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.dhpbridge.HapiJudge;
import org.dhpbridge.Shared;
import org.dhpbridge.conformance.ConformanceCheck;
import org.dhpbridge.conformance.Issue;
import org.dhpbridge.profile.ElementRule;
import org.dhpbridge.profile.Packs;
import org.dhpbridge.profile.ProfilePack;
import org.junit.jupiter.api.Test;

class AbsentFillerTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ProfilePack PACK = Packs.usual();

    private final AbsentFiller filler = new AbsentFiller(PACK);
    private final ConformanceCheck check = new ConformanceCheck(PACK);

    private static ObjectNode json(String text) throws IOException {
        return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
    }

    @Test
    void theReasonThatTheSourceGaveStandsWhereTheElementIsMandatory() throws IOException {
        ObjectNode organization = json("{'resourceType':'Organization','id':'o1','identifier':[{'system':"
                + "'https://dhp.uz/fhir/core/sid/org/uz/soliq','value':'" + AbsentMarker.of("asked-declined")
                + "'}],'name':'" + AbsentMarker.of("masked") + "','alias':['" + AbsentMarker.of("masked") + "']}");
        assertThat(filler.fill(organization))
                .containsExactlyInAnyOrder(
                        new Filled(
                                "Organization/o1", "Organization.identifier[0].value", "asked-declined", "extension"),
                        new Filled("Organization/o1", "Organization.name", "masked", "extension"));
        assertThat(organization.has("alias")).isFalse();
        assertThat(organization
                        .path("_name")
                        .path("extension")
                        .path(0)
                        .path("valueCode")
                        .asText())
                .isEqualTo("masked");
        assertThat(organization
                        .path("identifier")
                        .path(0)
                        .path("type")
                        .path("coding")
                        .path(0)
                        .path("code")
                        .asText())
                .isEqualTo("TAX");
        assertThat(check.check(organization)).isEmpty();
    }

    @Test
    void aResultWithoutAValueSaysWhyInDataAbsentReason() throws IOException {
        ObjectNode observation = json("{'resourceType':'Observation','status':'final','code':{'text':'x'},"
                + "'valueQuantity':{'value':'" + AbsentMarker.of("not-performed") + "'}}");
        assertThat(filler.fill(observation))
                .contains(new Filled("Observation", "Observation.value", "not-performed", "dataAbsentReason"));
        assertThat(observation.has("valueQuantity")).isFalse();
        assertThat(observation
                        .path("dataAbsentReason")
                        .path("coding")
                        .path(0)
                        .path("code")
                        .asText())
                .isEqualTo("not-performed");
    }

    /** Judged by the concept's binding, but the profile also demands a coding from a set without an unknown code. */
    private static final String GOVERNED_BY_ITS_SLICE = "uz-core-socioeconomic-observation Observation.code";

    @Test
    void everyExpressibleElementOfTheGuidesExamplesCanBeMissing() throws IOException {
        List<String> wrong = new ArrayList<>();
        Set<String> shown = new TreeSet<>();
        for (CSVRecord row : rows()) {
            for (Path file : examples(row.get("resource_type"))) {
                ObjectNode resource = (ObjectNode) JSON.readTree(file.toFile());
                String whole = resource.toString();
                if (!names(resource, row.get("profile_id"))
                        || !check(resource).isEmpty()
                        || !remove(resource, row.get("element_id"))
                        || check(resource).isEmpty()
                        || !HapiJudge.get().errors(whole).isEmpty()) {
                    continue;
                }
                filler.fill(resource);
                String element = row.get("profile_id") + " " + row.get("element_id");
                boolean valid = check(resource).isEmpty()
                        && HapiJudge.get().errors(resource.toString()).isEmpty();
                if (valid) {
                    shown.add(element);
                } else if (isExpressible(row) && !element.equals(GOVERNED_BY_ITS_SLICE)) {
                    wrong.add(element + " of " + file.getFileName() + ": " + row.get("judgement") + " but "
                            + check(resource));
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(shown).hasSizeGreaterThan(100);
    }

    private List<Issue> check(ObjectNode resource) {
        return check.check(resource).stream().filter(Issue::isError).toList();
    }

    private static boolean isExpressible(CSVRecord row) {
        String judgement = row.get("judgement");
        return !judgement.startsWith("not expressible")
                && !judgement.contains("BUT rejected")
                && !judgement.startsWith("governed")
                && !judgement.startsWith("backbone")
                && !judgement.startsWith("required binding, value set not enumerable");
    }

    private static List<CSVRecord> rows() throws IOException {
        try (Reader reader =
                Files.newBufferedReader(Shared.folder().resolve("dhp/facts/0.7.0/required-with-no-dar.csv"))) {
            return CSVFormat.DEFAULT
                    .builder()
                    .setHeader()
                    .setSkipHeaderRecord(true)
                    .get()
                    .parse(reader)
                    .getRecords();
        }
    }

    private static List<Path> examples(String type) throws IOException {
        try (Stream<Path> files = Files.list(Shared.folder().resolve("dhp/examples/0.7.0"))) {
            return files.filter(f -> f.getFileName().toString().startsWith(type + "-"))
                    .sorted()
                    .toList();
        }
    }

    private static boolean names(ObjectNode resource, String profile) {
        return resource.path("meta").path("profile").size() == 1
                && resource.path("meta").path("profile").path(0).asText().endsWith("/" + profile);
    }

    /** Removes every occurrence of an element, by its id; false when there is none. */
    private static boolean remove(ObjectNode resource, String elementId) {
        String[] steps = elementId.split("\\.");
        List<ObjectNode> parents = List.of(resource);
        ElementRule rule = PACK.profile(
                        resource.path("meta").path("profile").path(0).asText())
                .orElseThrow()
                .root();
        for (int i = 1; i < steps.length; i++) {
            String[] name = steps[i].replace("[x]", "").split(":");
            boolean last = i == steps.length - 1;
            List<ObjectNode> next = new ArrayList<>();
            boolean removed = false;
            ElementRule element = child(rule, name[0]);
            if (element == null) {
                return false;
            }
            for (ObjectNode parent : parents) {
                for (String property : element.jsonNames()) {
                    JsonNode value = parent.get(property);
                    if (value == null) {
                        continue;
                    }
                    List<JsonNode> values = new ArrayList<>();
                    if (value instanceof ArrayNode array) {
                        array.forEach(values::add);
                    } else {
                        values.add(value);
                    }
                    for (JsonNode one : values) {
                        ElementRule slice = element.slicing() == null
                                ? null
                                : element.slicing().sliceOf(one, null);
                        if (name.length > 1 && (slice == null || !name[1].equals(slice.sliceName()))) {
                            continue;
                        }
                        if (last) {
                            if (removed) {
                                break;
                            }
                            removed = true;
                            if (value instanceof ArrayNode array) {
                                removeFrom(array, one);
                                if (array.isEmpty()) {
                                    parent.remove(property);
                                }
                            } else {
                                parent.remove(property);
                                parent.remove("_" + property);
                            }
                        } else if (one instanceof ObjectNode object) {
                            next.add(object);
                        }
                    }
                }
            }
            if (last) {
                return removed;
            }
            rule = name.length > 1 && element.slicing() != null
                    ? element.slicing().slices().stream()
                            .filter(s -> s.sliceName().equals(name[1]))
                            .findFirst()
                            .orElse(element)
                    : element;
            parents = next;
        }
        return false;
    }

    private static ElementRule child(ElementRule rule, String name) {
        return rule.types().stream()
                .map(type -> type.shape().element(name))
                .filter(java.util.Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static void removeFrom(ArrayNode array, JsonNode member) {
        for (int i = 0; i < array.size(); i++) {
            if (array.get(i) == member) {
                array.remove(i);
                return;
            }
        }
    }
}
