package org.dhpbridge.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A patient of the load, and how far the story of each visit and order is. */
final class Person {

    /** By which systems a patient is known, and by which numbers each of them names the patient. */
    enum Kind {
        /** The ward sends national and hospital number, the laboratory only the hospital's: one patient in two lanes. */
        WARD_AND_LAB,
        /** HL7 with both numbers, and rows of a CSV register with the national number and one of its own. */
        HL7_AND_REGISTER,
        /** HL7 with the hospital's number only. */
        HOSPITAL_ONLY,
        /** Rows of a CSV register without a national number. */
        REGISTER_ONLY,
        /** Laboratory results in CSV. */
        CSV_LAB
    }

    final Kind kind;
    final String number;
    final String pinfl;
    final String registerNumber;
    final List<LabOrder> orders = new ArrayList<>();
    boolean registered;
    String visit;
    boolean discharged;
    long admitted;
    int visits;

    private int version;

    Person(Kind kind, String name, int index) {
        this.kind = kind;
        number = name + "-M" + index;
        registerNumber = name + "-C" + index;
        pinfl = kind == Kind.WARD_AND_LAB || kind == Kind.HL7_AND_REGISTER
                ? "3010190" + String.format("%07d", index)
                : null;
    }

    /** From now on the patient has another family name and phone. */
    void changes() {
        version++;
    }

    String family() {
        return "Familiya" + letters(version);
    }

    String mobile() {
        return "+998 90 " + String.format("%03d-%02d-%02d", version / 10_000, version / 100 % 100, version % 100);
    }

    private static String letters(int number) {
        StringBuilder letters = new StringBuilder();
        for (int rest = number; rest > 0; rest /= 26) {
            letters.append((char) ('a' + rest % 26));
        }
        return letters.toString();
    }

    /** The repetitions of PID-3 as the ward writes them. */
    List<String> wardNumbers() {
        return pinfl == null
                ? List.of(Hl7Text.hospitalNumber(number))
                : List.of(Hl7Text.nationalNumber(pinfl), Hl7Text.hospitalNumber(number));
    }

    /** The repetitions of PID-3 as the laboratory writes them. */
    List<String> labNumbers() {
        return List.of(kind == Kind.HL7_AND_REGISTER ? Hl7Text.nationalNumber(pinfl) : Hl7Text.hospitalNumber(number));
    }

    /** What a row calls the patient. */
    List<String> rowNumbers() {
        return pinfl == null ? List.of(registerNumber) : List.of(registerNumber, Hl7Text.nationalNumber(pinfl));
    }

    RecordKey record() {
        return new RecordKey(
                "Patient",
                switch (kind) {
                    case WARD_AND_LAB, HOSPITAL_ONLY -> number;
                    case HL7_AND_REGISTER -> pinfl;
                    case REGISTER_ONLY, CSV_LAB -> registerNumber;
                });
    }

    Statement says(long seconds, List<String> numbers) {
        Map<String, String> facts = kind == Kind.CSV_LAB
                ? Map.of(Facts.FAMILY, family())
                : Map.of(Facts.FAMILY, family(), Facts.MOBILE, mobile());
        return Statement.of(record(), seconds, 0, facts).calling(Set.copyOf(numbers));
    }
}
