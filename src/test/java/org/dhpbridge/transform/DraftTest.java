package org.dhpbridge.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.dhpbridge.conformance.Issue;
import org.dhpbridge.source.hl7.Hl7Reader;
import org.junit.jupiter.api.Test;

/** What the reader had to guess is told with the message. */
class DraftTest {

    private static final Charset CYRILLIC = Charset.forName("windows-1251");

    @Test
    void aGuessedCharacterSetIsAWarningThatSaysWhichAndWhatToDo() {
        assertThat(issues(message("ADT^A08", "", "Каримов").getBytes(CYRILLIC)))
                .singleElement()
                .satisfies(issue -> {
                    assertThat(issue.severity()).isEqualTo("warning");
                    assertThat(issue.diagnostics())
                            .contains("MSH-18", "windows-1251", "set the source's charset")
                            .doesNotContain("Каримов");
                });
    }

    @Test
    void aLabelThatCannotBeTrueIsNamed() {
        assertThat(issues(message("ADT^A08", "8859/5", "Иванова^Анна").getBytes(CYRILLIC)))
                .singleElement()
                .satisfies(
                        issue -> assertThat(issue.diagnostics()).contains("label 8859/5 does not fit", "windows-1251"));
    }

    @Test
    void aTypeThatTheMessageDoesNotStateIsAWarningToo() {
        assertThat(issues("MSH|^~\\&|MIS|HOSP\rEVN|A08|20260310\rPID|1||7\r".getBytes(StandardCharsets.US_ASCII)))
                .singleElement()
                .satisfies(issue -> assertThat(issue.diagnostics()).contains("MSH-9", "ADT"));
    }

    @Test
    void whatIsAsItSaysIsNotTalkedAbout() {
        assertThat(issues(message("ADT^A08", "UNICODE UTF-8", "Ғуломов").getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
        assertThat(issues(message("ADT^A08", "8859/5", "Иванова^Анна").getBytes(Charset.forName("ISO-8859-5"))))
                .isEmpty();
    }

    private static List<Issue> issues(byte[] message) {
        return Draft.read(new Hl7Reader().read(message, null)).issues();
    }

    private static String message(String type, String charset, String name) {
        return "MSH|^~\\&|MIS|HOSP|||20260310||" + type + "|1|P|2.5||||||" + charset + "\rPID|1||7||" + name + "\r";
    }
}
