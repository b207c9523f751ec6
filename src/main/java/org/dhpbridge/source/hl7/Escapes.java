package org.dhpbridge.source.hl7;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.HexFormat;
import org.dhpbridge.source.charset.Decoded;

/**
 * Undoes the escape sequences of HL7 chapter 2.7. Separators and hexadecimal data become what they stand for, line breaks
 * become newlines, blanks become blanks; highlighting, other layout and the switching of character sets are left out. What
 * is local ({@code \Zxx\}) or no sequence at all stays as it stands.
 */
final class Escapes {

    private final Delimiters delimiters;
    private final Charset charset;
    private int lost;

    /** @param charset of the message, in which {@code \X…\} counts */
    Escapes(Delimiters delimiters, Charset charset) {
        this.delimiters = delimiters;
        this.charset = charset;
    }

    /** How often bytes were no text in the character set until now; U+FFFD stands for them. */
    int lost() {
        return lost;
    }

    String undo(String text) {
        char escape = delimiters.escape();
        int from = text.indexOf(escape);
        if (from < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int done = 0;
        while (from >= 0) {
            int to = text.indexOf(escape, from + 1);
            if (to < 0) {
                break;
            }
            String sequence = text.substring(from + 1, to);
            byte[] data = hexadecimal(sequence);
            if (from > done || data == null) {
                flush(bytes, plain);
            }
            plain.append(text, done, from);
            if (data != null) {
                bytes.writeBytes(data);
            } else {
                String meaning = meaning(sequence);
                if (meaning == null) {
                    plain.append(escape);
                    done = from + 1;
                    from = to;
                    continue;
                }
                plain.append(meaning);
            }
            done = to + 1;
            from = text.indexOf(escape, done);
        }
        flush(bytes, plain);
        return plain.append(text, done, text.length()).toString();
    }

    /** A character may be split over several sequences: their bytes are read together. */
    private void flush(ByteArrayOutputStream bytes, StringBuilder plain) {
        if (bytes.size() > 0) {
            String read = Decoded.strictly(bytes.toByteArray(), charset).orElse(null);
            if (read == null) {
                lost++;
                read = bytes.toString(charset);
            }
            plain.append(Decoded.clean(read).replace("\r\n", "\n").replace('\r', '\n'));
            bytes.reset();
        }
    }

    private static byte[] hexadecimal(String sequence) {
        int digits = sequence.length() - 1;
        if (digits < 2 || digits % 2 != 0 || sequence.charAt(0) != 'X') {
            return null;
        }
        for (int i = 1; i <= digits; i++) {
            if (!HexFormat.isHexDigit(sequence.charAt(i))) {
                return null;
            }
        }
        return HexFormat.of().parseHex(sequence, 1, sequence.length());
    }

    private String meaning(String sequence) {
        return switch (sequence) {
            case "F" -> String.valueOf(delimiters.field());
            case "S" -> String.valueOf(delimiters.component());
            case "T" -> String.valueOf(delimiters.subcomponent());
            case "R" -> String.valueOf(delimiters.repetition());
            case "E" -> String.valueOf(delimiters.escape());
            case "P" -> String.valueOf(delimiters.truncation());
            case "H", "N" -> "";
            default -> sequence.startsWith(".") ? layout(sequence) : characterSet(sequence);
        };
    }

    /** Formatting commands, HL7 chapter 2.7.6; null for what is none. */
    private static String layout(String sequence) {
        if (sequence.length() < 3) {
            return null;
        }
        int count = count(sequence.substring(3).strip());
        return switch (sequence.substring(0, 3)) {
            case ".br", ".ce" -> "\n";
            case ".sp" -> count < 0 ? null : "\n".repeat(Math.max(1, count));
            case ".sk" -> count < 0 ? null : " ".repeat(Math.max(1, count));
            case ".fi", ".nf", ".in", ".ti" -> "";
            default -> null;
        };
    }

    /** @return 0 without a number, -1 for what is no number of lines or blanks */
    private static int count(String digits) {
        String unsigned = digits.startsWith("+") ? digits.substring(1) : digits;
        if (unsigned.length() > 2 || !unsigned.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return -1;
        }
        return unsigned.isEmpty() ? 0 : Integer.parseInt(unsigned);
    }

    private static String characterSet(String sequence) {
        boolean singleByte = sequence.length() == 5 && sequence.charAt(0) == 'C';
        boolean multiByte = (sequence.length() == 5 || sequence.length() == 7) && sequence.charAt(0) == 'M';
        boolean digits = sequence.chars().skip(1).allMatch(HexFormat::isHexDigit);
        return (singleByte || multiByte) && digits ? "" : null;
    }
}
