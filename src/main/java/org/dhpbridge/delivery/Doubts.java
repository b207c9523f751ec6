package org.dhpbridge.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dhpbridge.conformance.Issue;
import org.dhpbridge.delivery.json.Json;

/**
 * Warnings of what is written though the source may have meant something else: a person is to know. They stay with the message,
 * also when a later attempt finds on the platform what an earlier one wrote.
 */
public final class Doubts {

    private static final String BESIDE = "beside";
    private static final String REPLACED = "replaced";
    private static final String SAME_ALLERGEN = "same-allergen";
    private static final String OTHER_PERSON = "other-person";
    private static final Set<String> CODES = Set.of(BESIDE, REPLACED, SAME_ALLERGEN, OTHER_PERSON);

    /** By code and record: of one record the same is said once. */
    private final Map<String, Issue> issues = new LinkedHashMap<>();

    /** @param earlier what was said of the message before: its doubts of today are added to these */
    Doubts(List<Issue> earlier) {
        earlier.forEach(this::add);
    }

    /**
     * The doubts among what earlier attempts of a message had to say.
     *
     * @param issues as the ledger has them, see {@link org.dhpbridge.ledger.Result#issues}; null for none
     */
    public static List<Issue> in(JsonNode issues) {
        List<Issue> doubts = new ArrayList<>();
        for (JsonNode issue : issues == null ? Json.object() : issues) {
            if (CODES.contains(issue.path("code").asText())) {
                doubts.add(Issue.warning(
                                Json.text(issue, "code"),
                                Json.text(issue, "expression"),
                                Json.text(issue, "diagnostics"))
                        .of(Json.text(issue, "about")));
            }
        }
        return doubts;
    }

    /** As {@link #in} reads them. */
    JsonNode json() {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Issue issue : issues.values()) {
            array.addObject()
                    .put("severity", issue.severity())
                    .put("code", issue.code())
                    .put("expression", issue.expression())
                    .put("diagnostics", issue.diagnostics())
                    .put("about", issue.about());
        }
        return array;
    }

    /** The release before did not say about which record: by its words it is known. */
    void add(Issue issue) {
        String unnamed = issue.code() + ' ' + issue.diagnostics();
        if (issue.about() == null) {
            issues.put(unnamed, issue);
        } else {
            issues.remove(unnamed);
            issues.put(issue.code() + ' ' + issue.about(), issue);
        }
    }

    /**
     * @param reference where the record is, as {@code Observation/7}; null when it is not there yet
     * @param other another record that may be the same thing; null when there is none
     */
    void add(PlanStep step, String reference, String other) {
        if (step.action() == Plan.Action.CREATE && other != null) {
            add(Issue.warning(
                            SAME_ALLERGEN,
                            "AllergyIntolerance.code",
                            "The patient has another entry of this allergen, " + other
                                    + ": the one has a number of the source (HL7 IAM-7), the other none (AL1 has no place for it), so"
                                    + " nothing says whether they are one, and both stand on the platform. If they are one, send it with"
                                    + " its number only (IAM), and have the other one entered in error.")
                    .of(step.entry().localReference()));
        }
        if (step.links().isEmpty()
                && step.entry().isNumbered()) { // not there yet, or the answer was lost when it was written
            add(Issue.warning(
                            BESIDE,
                            "Observation.effective",
                            "The number of this result (order, service, test and sub-id) is that of a final result of another"
                                    + " time or specimen, so it stands beside it"
                                    + (reference == null ? "" : " as " + reference)
                                    + ". If it is the same measurement, corrected, send it as a correction (HL7 OBX-11: C); if it is"
                                    + " one of several, give each a sub-id (HL7 OBX-4) at the source.")
                    .of(step.entry().localReference()));
        }
        if (step.action() == Plan.Action.UPDATE && Measurements.isReplaced(step.there(), step.said())) {
            add(Issue.warning(
                            REPLACED,
                            "Observation.value",
                            "The final value of " + reference
                                    + ", or its time, made way for another one, and nothing says for sure that it is a correction of this"
                                    + " measurement. If both were measured, give each a sub-id (HL7 OBX-4) or an order of its own at the"
                                    + " source; a correction is sent as one (HL7 OBX-11: C), with the time of what it corrects.")
                    .of(step.entry().localReference()));
        }
        if (mayBeOfAnotherPerson(step)) {
            add(Issue.warning(
                            OTHER_PERSON,
                            step.entry().type() + ".name",
                            reference
                                    + " has one of the numbers of the message and another name, so it may be another person's, and"
                                    + " nothing says so for sure: the names are alike in part, or the birth date is the same or not known of both."
                                    + " If these are two people, give each a number of their own at the source, and have the record on the"
                                    + " platform corrected.")
                    .of(step.entry().localReference()));
        }
    }

    private static boolean mayBeOfAnotherPerson(PlanStep step) {
        return step.there() != null
                && !step.entry().saysReplaced()
                && Survivors.replacedBy(step.there()).isEmpty()
                && Persons.mayBeTwo(step.there(), step.said());
    }

    /** These and those of a plan that is not done yet. */
    Doubts with(Plan plan) {
        Doubts all = new Doubts(issues());
        plan.steps()
                .forEach(step -> all.add(step, step.reference(), plan.alike().get(step.entry())));
        return all;
    }

    /** One of each code and record. */
    List<Issue> issues() {
        return List.copyOf(issues.values());
    }
}
