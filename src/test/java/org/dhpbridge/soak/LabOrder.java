package org.dhpbridge.soak;

import java.util.List;
import java.util.Map;

/** An order of laboratory tests on its way from ordered over preliminary and final to corrected. */
final class LabOrder {

    /**
     * How far an order is.
     *
     * @param code HL7 tables 0085 and 0123
     * @param rank of results, as FHIR R5 observation-status describes their succession
     */
    enum Stage {
        PRELIMINARY("P", "preliminary", "active", 4, 2),
        FINAL("F", "final", "completed", 6, 3),
        CORRECTED("C", "corrected", "completed", 8, 3);

        final String code;
        final String result;
        final String request;
        final int rank;
        final int requestRank;

        Stage(String code, String result, String request, int rank, int requestRank) {
            this.code = code;
            this.result = result;
            this.request = request;
            this.rank = rank;
            this.requestRank = requestRank;
        }

        Stage next() {
            return this == PRELIMINARY ? FINAL : CORRECTED;
        }
    }

    final String placer;
    final String filler;
    final String panel;
    final List<String> tests;
    final long collected;
    /** Null until there are results. */
    Stage stage;

    private int versions;

    LabOrder(String placer, String filler, String panel, List<String> tests, long collected) {
        this.placer = placer;
        this.filler = filler;
        this.panel = panel;
        this.tests = tests;
        this.collected = collected;
    }

    RecordKey request() {
        return new RecordKey("ServiceRequest", filler + "/" + panel);
    }

    RecordKey report() {
        return new RecordKey("DiagnosticReport", filler + "/" + panel);
    }

    RecordKey result(String test) {
        return new RecordKey("Observation", filler + "/" + panel + "/" + test);
    }

    /** A value that this order never had. */
    String newValue() {
        versions++;
        return (100 + versions) + ".5";
    }

    Statement says(long seconds, String test, String value) {
        return Statement.of(result(test), seconds, stage.rank, Map.of(Facts.STATUS, stage.result, Facts.VALUE, value));
    }

    Statement saysReport(long seconds) {
        return Statement.of(report(), seconds, stage.rank, Map.of(Facts.STATUS, stage.result));
    }

    Statement saysRequest(long seconds) {
        return stage == null
                ? Statement.of(request(), seconds, 2, Map.of(Facts.STATUS, "active"))
                : Statement.of(request(), seconds, stage.requestRank, Map.of(Facts.STATUS, stage.request));
    }
}
