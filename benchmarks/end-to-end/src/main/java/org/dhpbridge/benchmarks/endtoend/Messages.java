package org.dhpbridge.benchmarks.endtoend;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Makes messages of new patients: one of the samples, with numbers of its own wherever a number tells two things apart. */
final class Messages {

    private static final String ADMISSION = String.join(
            "\r",
            "MSH|^~\\&|MIS|SHIFO-12|DHP|UZ|20260310091545||ADT^A01^ADT_A01|L-5001|P|2.5.1||||||UNICODE UTF-8",
            "EVN|A01|20260310091500",
            "PID|1||30101900000011^^^^NI~P-457^^^SHIFO-12^MR||Gʻulomov^Oʻtkir^Sobir||19900101|M",
            "PV1|1|I|2-boʻlim^204^1^SHIFO-12||||D-17^Rahimova^Dilnoza|||||||||||V-2026-0457^^^SHIFO-12^VN"
                    + "|||||||||||||||||||||||||20260310090500",
            "");

    private final String pattern;
    private final int run;

    private Messages(String pattern, int run) {
        this.pattern = pattern;
        this.run = run;
    }

    /** @param run what tells the numbers of this run from those of another, 0 to 9 */
    static Messages of(String kind, int run) throws IOException {
        if (kind.equals("adt")) {
            return new Messages(ADMISSION, run);
        }
        try (InputStream in = Messages.class.getResourceAsStream("/ten-results.hl7")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new Messages(text.replace("\r\n", "\r").replace('\n', '\r').strip() + "\r", run);
        }
    }

    /**
     * @param number below a million
     * @return HL7 v2, segments ended by CR
     */
    String message(int number) {
        String own = "-" + run + "-" + number;
        String message = pattern;
        for (String sample : List.of("L-5001", "P-457", "V-2026-0457", "Z-900", "L-77001")) {
            message = message.replace(sample, sample.substring(0, sample.length() - 3) + own);
        }
        return message.replace("30101900000011", "3010190" + String.format("%07d", run * 1_000_000 + number));
    }

    byte[] file(int count) {
        StringBuilder all = new StringBuilder();
        for (int number = 0; number < count; number++) {
            all.append(message(number));
        }
        return all.toString().getBytes(StandardCharsets.UTF_8);
    }
}
