package org.dhpbridge.soak;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Messages that no platform may get: each must end dead with its code, and hold nobody back. The bridges of the soak take dates
 * strictly ({@code dhp.site.strict-dates}), so that one that does not exist is among them.
 */
final class BadMessages {

    private final RandomGenerator random;

    BadMessages(RandomGenerator random) {
        this.random = random;
    }

    /** @param person a patient of the load, in whose lane the message stands, if it names one */
    Draft next(Person person, String hl7Time, String csvTime, String control) {
        boolean inHospital = person.kind != Person.Kind.REGISTER_ONLY && person.kind != Person.Kind.CSV_LAB;
        return switch (random.nextInt(5)) {
            case 0 ->
                inHospital
                        ? hl7("ADT^A08^ADT_A01", hl7Time, control, "value", person.wardNumbers(), "19851340")
                        : row("value", csvTime, person.registerNumber + ",,Xato,Aziz,M,31.02.1985,,");
            case 1 -> hl7("ADT^A08^ADT_A01", hl7Time, control, "required", List.of(), "19900101");
            case 2 ->
                hl7(
                        "BAR^P01^BAR_P01",
                        hl7Time,
                        control,
                        "not-supported",
                        inHospital ? person.wardNumbers() : List.of(Hl7Text.hospitalNumber(control)),
                        "19900101");
            case 3 -> row("columns", csvTime, person.registerNumber + ",Xato,");
            default -> row("value", csvTime, person.registerNumber + ",,Xato,Aziz,M,1985-13-40,,");
        };
    }

    private static Draft hl7(
            String type, String time, String control, String code, List<String> identifiers, String birth) {
        String text = Hl7Text.msh("MIS", "SHIFO-12", time, type, control)
                + Hl7Text.evn(type.substring(4, 7), time)
                + Hl7Text.pid(identifiers, "Xato", birth, "+998 90 000-00-00");
        return new Draft(Draft.HL7, text, new Fed("bad " + type.substring(0, 7), code, List.of()));
    }

    private static Draft row(String code, String time, String cells) {
        return new Draft(Draft.PATIENTS, cells + time + "\n", new Fed("bad row of patients", code, List.of()));
    }
}
