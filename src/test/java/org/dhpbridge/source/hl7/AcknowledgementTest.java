package org.dhpbridge.source.hl7;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.hl7v2.DefaultHapiContext;
import ca.uhn.hl7v2.HL7Exception;
import ca.uhn.hl7v2.HapiContext;
import ca.uhn.hl7v2.model.Message;
import ca.uhn.hl7v2.util.Terser;
import ca.uhn.hl7v2.validation.impl.ValidationContextFactory;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.dhpbridge.source.hl7.Acknowledgement.Code;
import org.dhpbridge.source.hl7.Acknowledgement.ErrorDetail;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AcknowledgementTest {

    private static final ZonedDateTime NOW = ZonedDateTime.of(2026, 3, 10, 9, 15, 0, 0, ZoneId.of("Asia/Tashkent"));
    private static final ErrorDetail AWAY = ErrorDetail.ours("Not kept | send ^ again");

    @ParameterizedTest
    @CsvSource({"2.1,ACK", "2.3,ACK^A01", "2.5,ACK^A01^ACK", "2.8,ACK^A01^ACK"})
    void anAcceptedMessageIsAnsweredInItsVersionWithTheSidesSwapped(String version, String type) throws HL7Exception {
        String text = answer(message(version), Code.ACCEPT, null);

        assertThat(text)
                .isEqualTo("MSH|^~\\&|DHP|D|HIS|HOSP|20260310091500+0500||" + type + "|X1|P|" + version + "\r"
                        + "MSA|AA|C1|\r");
        assertThat(new Terser(parsed(text)).get("/MSA-2")).isEqualTo("C1");
    }

    @Test
    void aRefusalNamesTheReasonInErr() throws HL7Exception {
        Terser answer = new Terser(parsed(answer(message("2.5"), Code.ERROR, AWAY)));

        assertThat(answer.get("/MSA-1")).isEqualTo("AE");
        assertThat(answer.get("/MSA-3")).isEqualTo("Not kept | send ^ again");
        assertThat(answer.get("/ERR-3-1")).isEqualTo("207");
        assertThat(answer.get("/ERR-4")).isEqualTo("E");
        assertThat(answer.get("/ERR-8")).isEqualTo("Not kept | send ^ again");
    }

    @Test
    void beforeVersion25TheCodeStandsInErr1() {
        assertThat(answer(message("2.3"), Code.REJECT, AWAY))
                .contains("MSA|AR|C1|Not kept \\F\\ send \\S\\ again\r")
                .endsWith("ERR|^^^207&Application internal error&HL70357\r");
    }

    @Test
    void whatIsNoMessageIsAnsweredToo() {
        byte[] answer = Acknowledgement.of("GET / HTTP/1.1".getBytes(StandardCharsets.US_ASCII))
                .answer(Code.REJECT, false, ErrorDetail.noMessage("No HL7."), NOW, "X1");

        assertThat(new String(answer, StandardCharsets.US_ASCII))
                .startsWith("MSH|^~\\&|||||20260310091500+0500||ACK|X1|P|2.5\rMSA|AR||No HL7.\r");
    }

    @Test
    void namesComeBackAsTheBytesThatCame() {
        Charset windows = Charset.forName("windows-1251");
        byte[] message = "MSH|^~\\&|ЛИС|Больница|DHP|D|||ORU^R01|C1|P|2.3\r".getBytes(windows);

        byte[] answer = Acknowledgement.of(message).answer(Code.ACCEPT, false, null, NOW, "X1");

        assertThat(new String(answer, windows)).startsWith("MSH|^~\\&|DHP|D|ЛИС|Больница|");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "x-UTF-16LE-BOM", "UTF-16"})
    void utf16IsAnsweredInUtf16(String name) {
        Charset utf16 = Charset.forName(name);
        byte[] message = "MSH|^~\\&|ЛИС|H|DHP|D|||ORU^R01|C1|P|2.5\rPID|1\r".getBytes(utf16);

        byte[] answer = Acknowledgement.of(message).answer(Code.ACCEPT, false, null, NOW, "X1");

        assertThat(new String(answer, utf16))
                .startsWith("MSH|^~\\&|DHP|D|ЛИС|H|")
                .endsWith("\rMSA|AA|C1|\r");
    }

    @Test
    void theHeaderIsWhereALineBeginsWithIt() {
        assertThat(answer("Analyser with MSH|x\r" + message("2.5"), Code.ACCEPT, null))
                .contains("MSA|AA|C1|");
    }

    @Test
    void enhancedModeIsForThoseWhoAskAndAreToldThatTheyMay() {
        String asking = message("2.5") + "|||AL|NE";

        assertThat(answer(asking, Code.ACCEPT, null)).contains("MSA|AA|");
        assertThat(new String(
                        Acknowledgement.of(asking.getBytes(StandardCharsets.UTF_8))
                                .answer(Code.ACCEPT, true, null, NOW, "X1"),
                        StandardCharsets.UTF_8))
                .contains("MSA|CA|C1|");
    }

    /** HL7 table 0155; in the original mode nobody is left without an answer. */
    @ParameterizedTest
    @CsvSource({
        "'',   '', AA, AE, AR",
        "AL,   '', CA, CE, CR",
        "AL,   NE, CA, CE, CR",
        "AL,   AL, CA, CE, CR",
        "NE,   NE, '', '', ''",
        "NE,   '', '', '', ''",
        "ER,   NE, '', CE, CR",
        "SU,   NE, CA, '', ''",
        "NE,   AL, AA, AE, AR",
        "NE,   ER, '', AE, AR",
        "NE,   SU, AA, '', ''",
        "ER,   AL, AA, CE, CR",
        "SU,   ER, CA, AE, AR",
        "'',   AL, CA, CE, CR",
        "'',   NE, CA, CE, CR",
        "XX,   NE, CA, CE, CR",
        "'\"\"', '\"\"', AA, AE, AR"
    })
    void anAnswerIsGivenWhenTheSenderWantsIt(
            String accept, String application, String accepted, String wrong, String rejected) {
        byte[] asking = (message("2.5") + "|||" + accept + "|" + application + "\r").getBytes(StandardCharsets.UTF_8);

        assertThat(code(asking, Code.ACCEPT, true)).isEqualTo(accepted);
        assertThat(code(asking, Code.ERROR, true)).isEqualTo(wrong);
        assertThat(code(asking, Code.REJECT, true)).isEqualTo(rejected);
        assertThat(code(asking, Code.ACCEPT, false)).isEqualTo("AA");
    }

    /** What stands in MSA-1; empty without an answer. */
    private static String code(byte[] message, Code code, boolean enhanced) {
        ErrorDetail problem = code == Code.ACCEPT ? null : AWAY;
        byte[] answer = Acknowledgement.of(message).answer(code, enhanced, problem, NOW, "X1");
        String text = new String(answer, StandardCharsets.UTF_8);
        return text.isEmpty() ? "" : text.split("MSA\\|")[1].substring(0, 2);
    }

    private static String message(String version) {
        return "MSH|^~\\&|HIS|HOSP|DHP|D|20260310||ADT^A01|C1|P|" + version;
    }

    private static String answer(String message, Code code, ErrorDetail problem) {
        return new String(
                Acknowledgement.of((message + "\rPID|1\r").getBytes(StandardCharsets.UTF_8))
                        .answer(code, false, problem, NOW, "X1"),
                StandardCharsets.UTF_8);
    }

    private static Message parsed(String text) throws HL7Exception {
        HapiContext context = new DefaultHapiContext();
        context.setValidationContext(ValidationContextFactory.noValidation());
        return context.getGenericParser().parse(text);
    }
}
