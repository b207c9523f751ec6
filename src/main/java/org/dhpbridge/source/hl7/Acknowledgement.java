package org.dhpbridge.source.hl7;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dhpbridge.source.UnreadableMessageException;
import org.dhpbridge.source.charset.Charsets;

/**
 * The answer to an HL7v2 message (HL7 chapter 2, ACK): MSH with the two sides swapped, MSA, and ERR where something is wrong.
 * In the sender's separators and version; the bytes of names are given back as they came, in whatever character set. UTF-16 is
 * answered in UTF-16.
 */
public final class Acknowledgement {

    /** HL7 table 0008, in original and in enhanced mode. */
    public enum Code {
        /** Safe with us: the sender may forget it. */
        ACCEPT("AA", "CA"),
        /** The message cannot be taken as it is. */
        ERROR("AE", "CE"),
        /** What came is no message that this port takes. */
        REJECT("AR", "CR");

        private final String original;
        private final String enhanced;

        Code(String original, String enhanced) {
            this.original = original;
            this.enhanced = enhanced;
        }
    }

    /**
     * What is wrong, by HL7 table 0357.
     *
     * @param code as {@code 207}
     * @param name the table's words for it
     * @param sentence for the person who must act
     */
    public record ErrorDetail(String code, String name, String sentence) {

        /** No segment MSH where one must be. */
        public static ErrorDetail noMessage(String sentence) {
            return new ErrorDetail("100", "Segment sequence error", sentence);
        }

        /** A message that cannot be read. */
        public static ErrorDetail unreadable(String sentence) {
            return new ErrorDetail("102", "Data type error", sentence);
        }

        /** The fault is on this side, or in the connection. */
        public static ErrorDetail ours(String sentence) {
            return new ErrorDetail("207", "Application internal error", sentence);
        }
    }

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmssZ");
    private static final String DEFAULT_HEADER = "MSH|^~\\&|||||||ACK|||2.5";
    private static final Pattern HEADER = Pattern.compile("(?m)^[^\\w\\r\\n]*+(?<header>MSH[^\\r\\n]*)");
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Charset charset;
    private final String mark;
    private final String[] header;
    private final String field;
    private final Delimiters delimiters;
    private final String version;

    private Acknowledgement(Charset charset, String mark, String msh, Delimiters delimiters) {
        this.charset = charset;
        this.mark = mark;
        this.delimiters = delimiters;
        field = String.valueOf(delimiters.field());
        header = msh.split(Pattern.quote(field), -1);
        version = component(header(12), 1);
    }

    /** @param message the bytes that came; what has no MSH is answered all the same */
    public static Acknowledgement of(byte[] message) {
        Charset charset = Charsets.utf16(message).orElse(StandardCharsets.ISO_8859_1);
        String text = new String(message, charset);
        String mark = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : "";
        Matcher found = HEADER.matcher(text);
        String msh = found.find() ? found.group("header") : DEFAULT_HEADER;
        try {
            return new Acknowledgement(charset, mark, msh, Delimiters.of(msh));
        } catch (UnreadableMessageException e) {
            return new Acknowledgement(charset, mark, DEFAULT_HEADER, Delimiters.of(DEFAULT_HEADER));
        }
    }

    /**
     * @param enhanced whether a sender that fills MSH-15 or MSH-16 is answered in enhanced mode, as these two say
     * @param problem null when nothing is wrong; a warning when the message is accepted, before version 2.5 in MSA-3 only
     * @param controlId of the answer, MSH-10: at most 20 characters
     * @return bytes to be sent in a frame, segments ended by CR; empty when the sender wants no answer in this case
     */
    public byte[] answer(Code code, boolean enhanced, ErrorDetail problem, ZonedDateTime now, String controlId) {
        String acknowledged = acknowledged(code, enhanced);
        if (acknowledged.isEmpty()) {
            return new byte[0];
        }
        StringBuilder answer = new StringBuilder(mark);
        segment(
                answer,
                "MSH",
                header(2),
                header(5),
                header(6),
                header(3),
                header(4),
                TIME.format(now),
                "",
                type(),
                controlId,
                header(11).isBlank() ? "P" : header(11),
                header(12).isBlank() ? "2.5" : header(12));
        String sentence = problem == null ? "" : escaped(problem.sentence());
        segment(answer, "MSA", acknowledged, header(10), sentence);
        if (problem != null && isBefore("2.5") && code != Code.ACCEPT) {
            segment(
                    answer,
                    "ERR",
                    joined(
                            delimiters.component(),
                            "",
                            "",
                            "",
                            joined(sub(), problem.code(), problem.name(), "HL70357")));
        } else if (problem != null && !isBefore("2.5")) {
            String coded = joined(delimiters.component(), problem.code(), problem.name(), "HL70357");
            segment(answer, "ERR", "", "", coded, code == Code.ACCEPT ? "W" : "E", "", "", "", sentence);
        }
        return answer.toString().getBytes(charset);
    }

    /**
     * MSH-15 says when the answer to the receipt is wanted. Where it wants none MSH-16 says when that of the application is: with
     * us both say that the message is kept, and HL7 has NE with AL as another way to ask for original mode.
     */
    private String acknowledged(Code code, boolean enhanced) {
        String accept = condition(15);
        String application = condition(16);
        if (!enhanced || accept.isEmpty() && application.isEmpty()) {
            return code.original;
        }
        if (isWanted(accept, code)) {
            return code.enhanced;
        }
        return !application.isEmpty() && isWanted(application, code) ? code.original : "";
    }

    /** HL7 table 0155. Silence is for those who ask for it: an empty field, or what is no code of the table, wants an answer. */
    private static boolean isWanted(String condition, Code code) {
        return switch (condition) {
            case "NE" -> false;
            case "ER" -> code != Code.ACCEPT;
            case "SU" -> code == Code.ACCEPT;
            default -> true;
        };
    }

    private String condition(int number) {
        String text = component(header(number), 1);
        return text.equals("\"\"") ? "" : text;
    }

    private String type() {
        String event = component(header(9), 2);
        if (isBefore("2.3") || event.isEmpty()) {
            return "ACK";
        }
        return isBefore("2.4")
                ? joined(delimiters.component(), "ACK", event)
                : joined(delimiters.component(), "ACK", event, "ACK");
    }

    private boolean isBefore(String other) {
        return !version.isBlank() && version.compareTo(other) < 0;
    }

    /** MSH-1 is the separator itself, so that MSH-n stands at n - 1. */
    private String header(int number) {
        return number - 1 < header.length ? header[number - 1] : "";
    }

    private String component(String text, int number) {
        String[] parts = text.split(Pattern.quote(String.valueOf(delimiters.component())), -1);
        return number <= parts.length ? parts[number - 1].strip() : "";
    }

    private char sub() {
        return delimiters.subcomponent() == 0 ? '&' : delimiters.subcomponent();
    }

    private static String joined(char separator, String... parts) {
        return String.join(String.valueOf(separator), parts);
    }

    private void segment(StringBuilder answer, String name, String... fields) {
        answer.append(name).append(field).append(String.join(field, fields)).append('\r');
    }

    /** Sentences of ours are ASCII but for punctuation, which not every receiver's character set has. */
    private String escaped(String sentence) {
        StringBuilder escaped = new StringBuilder();
        for (char c : sentence.toCharArray()) {
            if (c == delimiters.field()) {
                escape(escaped, 'F');
            } else if (c == delimiters.component()) {
                escape(escaped, 'S');
            } else if (c == delimiters.subcomponent()) {
                escape(escaped, 'T');
            } else if (c == delimiters.repetition()) {
                escape(escaped, 'R');
            } else if (c == delimiters.escape()) {
                escape(escaped, 'E');
            } else {
                escaped.append(c < ' ' ? ' ' : c > '~' ? '?' : c);
            }
        }
        return escaped.toString();
    }

    private void escape(StringBuilder escaped, char code) {
        escaped.append(delimiters.escape()).append(code).append(delimiters.escape());
    }
}
