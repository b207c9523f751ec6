package org.dhpbridge.conformance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.dhpbridge.fhirpath.Place;

/** Collects issues of one check; each is said once. */
final class Report {

    private static final Comparator<Issue> ERRORS_FIRST = Comparator.comparing(issue -> !issue.isError());

    private final List<Issue> issues = new ArrayList<>();

    void error(String code, Place place, String sentence) {
        add(Issue.error(code, place.toString(), sentence));
    }

    void warning(String code, Place place, String sentence) {
        add(Issue.warning(code, place.toString(), sentence));
    }

    private void add(Issue issue) {
        if (!issues.contains(issue)) {
            issues.add(issue);
        }
    }

    List<Issue> issues() {
        issues.sort(ERRORS_FIRST);
        return List.copyOf(issues);
    }
}
