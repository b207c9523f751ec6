package org.dhpbridge.soak;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes segments of HL7 v2.5.1: fields by their number, the rest empty. */
final class Hl7Text {

    private static final String FACILITY = "SHIFO-12";

    private Hl7Text() {}

    private static String segment(String name, Map<Integer, String> fields) {
        int last = fields.keySet().stream().mapToInt(Integer::intValue).max().orElse(0);
        String[] all = new String[last];
        Arrays.setAll(all, i -> fields.getOrDefault(i + 1, ""));
        return name + Arrays.stream(all).collect(Collectors.joining("|", "|", "\r"));
    }

    /** @param type as {@code ADT^A08^ADT_A01} */
    static String msh(String sender, String facility, String time, String type, String controlId) {
        return "MSH|^~\\&|" + sender + "|" + facility + "|||" + time + "||" + type + "|" + controlId
                + "|P|2.5.1||||||UNICODE UTF-8\r";
    }

    static String evn(String event, String time) {
        return segment("EVN", Map.of(1, event, 2, time));
    }

    /** @param birth as {@code 19900101} */
    static String pid(List<String> identifiers, String family, String birth, String mobile) {
        return segment(
                "PID",
                Map.of(
                        1,
                        "1",
                        3,
                        String.join("~", identifiers),
                        5,
                        family + "^Aziz^^^^^L",
                        7,
                        birth,
                        8,
                        "M",
                        13,
                        "^PRS^CP^^^^^^^^^" + mobile));
    }

    static String nationalNumber(String pinfl) {
        return pinfl + "^^^^NI";
    }

    static String hospitalNumber(String number) {
        return number + "^^^" + FACILITY + "^MR";
    }

    /** @param discharged empty while the patient is in */
    static String pv1(String visit, String doctor, String admitted, String discharged) {
        return segment(
                "PV1",
                Map.of(
                        1,
                        "1",
                        2,
                        "I",
                        3,
                        "Terapiya^204^2^" + FACILITY,
                        7,
                        doctor + "^Rahimova^Dilnoza^^^^^^" + FACILITY,
                        19,
                        visit + "^^^" + FACILITY + "^VN",
                        44,
                        admitted,
                        45,
                        discharged));
    }

    /** @param control as {@code NW} */
    static String orc(String control, String placer, String filler) {
        return segment("ORC", Map.of(1, control, 2, placer + "^" + FACILITY, 3, filler + "^LAB-1"));
    }

    /** @param reported OBR-22, empty in an order; {@code status} OBR-25 likewise */
    static String obr(String placer, String filler, String collected, String reported, String status) {
        return segment(
                "OBR",
                Map.of(
                        1,
                        "1",
                        2,
                        placer + "^" + FACILITY,
                        3,
                        filler + "^LAB-1",
                        4,
                        "CBC^Umumiy qon tahlili^L",
                        7,
                        collected,
                        22,
                        reported,
                        24,
                        status.isEmpty() ? "" : "HM",
                        25,
                        status));
    }

    static String obx(int number, String test, String value, String status) {
        return segment(
                "OBX",
                Map.of(
                        1,
                        Integer.toString(number),
                        2,
                        "NM",
                        3,
                        test + "^" + test + "^L",
                        5,
                        value,
                        6,
                        "g/L",
                        11,
                        status));
    }
}
