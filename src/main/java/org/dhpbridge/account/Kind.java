package org.dhpbridge.account;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a segment of HL7v2 tells that may not be lost. */
enum Kind {
    RESULT("result", "OBX"),
    ORDER("order", "OBR", "ORC"),
    SPECIMEN("specimen", "SPM"),
    VACCINE("vaccine", "RXA"),
    PRESCRIPTION("prescription", "RXO", "RXE"),
    DISPENSE("dispense", "RXD"),
    DIAGNOSIS("diagnosis", "DG1", "PRB"),
    ALLERGY("allergy", "AL1", "IAM"),
    PROCEDURE("procedure", "PR1"),
    DOCUMENT("document", "TXA"),
    NOTE("note", "NTE"),
    PATIENT("patient", "PID"),
    MERGED_PATIENT("patient", "MRG");

    private static final Map<String, Kind> BY_SEGMENT = Stream.of(values())
            .flatMap(kind -> Stream.of(kind.segments).map(segment -> Map.entry(segment, kind)))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private final String noun;
    private final String[] segments;

    Kind(String noun, String... segments) {
        this.noun = noun;
        this.segments = segments;
    }

    /** @return null for a segment that no account is kept of */
    static Kind of(String segment) {
        return BY_SEGMENT.get(segment);
    }

    /** Whether it is an entry of a list that a record carries alone. */
    boolean isEntry() {
        return this == VACCINE
                || this == PRESCRIPTION
                || this == DISPENSE
                || this == DIAGNOSIS
                || this == ALLERGY
                || this == PROCEDURE;
    }

    /** The word for it in a sentence. */
    String noun() {
        return noun;
    }

    /** Whether it must be claimed by a record; notes and identifiers are looked for by their values. */
    boolean isRecord() {
        return this != NOTE && this != PATIENT && this != MERGED_PATIENT;
    }
}
