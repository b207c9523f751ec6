package org.dhpbridge.absent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.dhpbridge.HapiJudge;
import org.dhpbridge.Shared;
import org.dhpbridge.conformance.ConformanceCheck;
import org.dhpbridge.conformance.Issue;
import org.dhpbridge.profile.ElementRule;
import org.dhpbridge.profile.Packs;
import org.dhpbridge.profile.ProfilePack;
import org.dhpbridge.profile.TypeRule;
import org.junit.jupiter.api.Test;

/** Each row of the guide's mandatory elements, on a resource that has nothing but the parents of the element. */
class EveryRowTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ProfilePack PACK = Packs.usual();

    /** The table judges the element by itself; what it must hold inside, or a rule of its type, leaves no way. */
    private static final Set<String> NOT_EXPRESSIBLE_AFTER_ALL = Set.of(
            "uz-core-immunization-recommendation ImmunizationRecommendation.recommendation",
            "uz-core-socioeconomic-observation Observation.code",
            "uz-core-vaccination-activity-definition ActivityDefinition.dynamicValue.expression");

    /** A constant of the guide that HAPI's edition of the code system does not have. */
    private static final String UNKNOWN_TO_HAPI = "usage-context-type#topic";

    private final AbsentFiller filler = new AbsentFiller(PACK);
    private final ConformanceCheck check = new ConformanceCheck(PACK);

    @Test
    void whatIsExpressibleIsDeclaredInTheListedWayAndTheRestIsAnError() throws IOException {
        List<String> wrong = new ArrayList<>();
        int expressed = 0;
        int refused = 0;
        for (CSVRecord row : rows()) {
            String judgement = row.get("judgement");
            ObjectNode resource = JSON.createObjectNode().put("resourceType", row.get("resource_type"));
            String canonical = PACK.profilesOf(row.get("resource_type")).stream()
                    .filter(url -> url.endsWith("/" + row.get("profile_id")))
                    .findFirst()
                    .orElseThrow();
            resource.putObject("meta").putArray("profile").add(canonical);
            String[] steps = row.get("element_id").split("\\.");
            ElementRule root = PACK.profile(canonical).orElseThrow().root();
            String place = row.get("profile_id") + " " + row.get("element_id") + ": " + judgement;
            Parent parent = parents(resource, root, steps);
            if (parent == null) {
                wrong.add("no parent for " + place);
                continue;
            }
            List<Filled> filled = filler.fill(resource);
            boolean there = parent.has(steps[steps.length - 1]);
            List<Issue> about = about(check.check(resource), parent.path(), steps[steps.length - 1]);
            if (isInexpressible(judgement)) {
                boolean said = about.stream()
                        .anyMatch(issue -> issue.diagnostics().contains(canonical)
                                || issue.code().equals("code-invalid"));
                boolean demanded = said
                        || !hapi(resource, parent.path(), steps[steps.length - 1])
                                .isEmpty();
                if (!about.isEmpty() && !said || !said && demanded) {
                    wrong.add("not refused as it should be, " + place + " " + about);
                }
                refused += said ? 1 : 0;
            } else if (isListedWay(judgement)) {
                Set<String> hapi = hapi(resource, parent.path(), steps[steps.length - 1]);
                boolean declared = there && about.isEmpty() && isThatWay(judgement, filled, parent, steps);
                boolean notDemanded = about.isEmpty() && (!there || isFromConstants(filled, parent, steps));
                boolean named = NOT_EXPRESSIBLE_AFTER_ALL.contains(row.get("profile_id") + " " + row.get("element_id"))
                        && !about.isEmpty();
                if (!named && (!hapi.isEmpty() || !declared && !notDemanded)) {
                    wrong.add("not declared: " + place + " there " + there + " ours " + about + " HAPI " + hapi + " "
                            + filled);
                }
                expressed += declared ? 1 : 0;
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(expressed).isGreaterThan(200);
        assertThat(refused).isGreaterThan(40);
    }

    private record Parent(ObjectNode object, String path, ElementRule rule) {

        ElementRule child(String step) {
            String name = step.replace("[x]", "").split(":")[0];
            return rule.types().stream()
                    .map(type -> type.shape().element(name))
                    .filter(java.util.Objects::nonNull)
                    .findFirst()
                    .orElseThrow();
        }

        boolean has(String step) {
            ElementRule child = child(step);
            String slice = step.contains(":") ? step.substring(step.indexOf(':') + 1) : null;
            for (TypeRule type : child.types()) {
                String name = child.jsonName(type);
                JsonNode value = object.get(name);
                if (slice == null && (value != null || object.has("_" + name))) {
                    return true;
                }
                for (JsonNode one : value == null || value.isArray() ? object.path(name) : List.of(value)) {
                    ElementRule found = child.slicing() == null
                            ? null
                            : child.slicing().sliceOf(one, child.isChoice() ? type.code() : null);
                    if (found != null && found.sliceName().equals(slice)) {
                        return true;
                    }
                }
            }
            return false;
        }
    }

    /** Makes what the element stands in; null when that cannot be made. */
    private static Parent parents(ObjectNode resource, ElementRule root, String[] steps) {
        Parent parent = new Parent(resource, steps[0], root);
        for (int i = 1; i < steps.length - 1; i++) {
            String step = steps[i];
            ElementRule element = parent.child(step);
            ElementRule rule = element;
            if (step.contains(":")) {
                String slice = step.substring(step.indexOf(':') + 1);
                rule = element.slicing().slices().stream()
                        .filter(one -> one.sliceName().equals(slice))
                        .findFirst()
                        .orElseThrow();
            }
            TypeRule type = rule.types().stream()
                    .filter(one -> !one.isPrimitive())
                    .findFirst()
                    .orElse(rule.types().get(0));
            ObjectNode made = JSON.createObjectNode().put("id", "parent" + i);
            constants(rule, made);
            String name = (type.isPrimitive() ? "_" : "") + element.jsonName(type);
            if (element.isList()) {
                parent.object().withArray(name).add(made);
            } else {
                parent.object().set(name, made);
            }
            String path = parent.path() + "." + element.name() + (element.isList() ? "[0]" : "");
            parent = new Parent(made, path, rule);
        }
        return parent;
    }

    /** What tells a slice from others. */
    private static void constants(ElementRule rule, ObjectNode made) {
        if (rule.value() instanceof ObjectNode pattern) {
            made.setAll(pattern.deepCopy());
        }
        for (TypeRule type : rule.types()) {
            boolean extension =
                    type.code().equals("Extension") && !type.profiles().isEmpty();
            if (extension) {
                made.put("url", type.profiles().get(0));
            }
            if (type.isConstrained() && !type.isPrimitive()) {
                for (ElementRule child : type.shape().elements()) {
                    if (child.value() != null && !child.isChoice() && !made.has(child.name())) {
                        if (child.isList()) {
                            made.putArray(child.name()).add(child.value().deepCopy());
                        } else {
                            made.set(child.name(), child.value().deepCopy());
                        }
                    }
                }
            }
        }
    }

    private static List<Issue> about(List<Issue> issues, String parent, String step) {
        String path = parent + "." + step.replace("[x]", "").split(":")[0];
        return issues.stream()
                .filter(Issue::isError)
                .filter(issue -> issue.expression().startsWith(path))
                .toList();
    }

    private static Set<String> hapi(ObjectNode resource, String parent, String step) {
        String path = parent + "." + step.replace("[x]", "").split(":")[0];
        Set<String> errors = new HashSet<>();
        HapiJudge.get().errors(resource.toString()).forEach(message -> {
            String text = message.getLocationString() + ": " + message.getMessage();
            if (!text.contains(UNKNOWN_TO_HAPI) && text.startsWith(path)) {
                errors.add(text);
            }
        });
        return errors;
    }

    /** Nothing was declared there: what the profile prescribes was enough. */
    private static boolean isFromConstants(List<Filled> filled, Parent parent, String[] steps) {
        String path =
                parent.path() + "." + steps[steps.length - 1].replace("[x]", "").split(":")[0];
        return filled.stream().noneMatch(one -> one.path().startsWith(path));
    }

    private static boolean isThatWay(String judgement, List<Filled> filled, Parent parent, String[] steps) {
        if (judgement.startsWith("not missing") || judgement.startsWith("backbone")) {
            return true;
        }
        String path =
                parent.path() + "." + steps[steps.length - 1].replace("[x]", "").split(":")[0];
        Set<String> ways = judgement.startsWith("code from") ? Set.of("code") : Set.of("extension", "text");
        String plain = path.replaceAll("\\[\\d+]", "");
        return filled.stream()
                .anyMatch(one -> one.path().replaceAll("\\[\\d+]", "").startsWith(plain) && ways.contains(one.how()));
    }

    private static boolean isInexpressible(String judgement) {
        return judgement.startsWith("not expressible");
    }

    private static boolean isListedWay(String judgement) {
        return !judgement.contains("BUT rejected")
                && !judgement.startsWith("governed")
                && !judgement.startsWith("required binding");
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
}
