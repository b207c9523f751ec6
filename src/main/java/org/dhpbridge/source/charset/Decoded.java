package org.dhpbridge.source.charset;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.dhpbridge.absent.AbsentMarker;

/**
 * Bytes as text.
 *
 * @param text without what {@link #clean} takes out
 * @param charset IANA name of the character set that it was read with
 * @param note a sentence when that was guessed or what was said about it was wrong; null otherwise
 */
public record Decoded(String text, String charset, String note) {

    private static final int BLOCK = 8 << 10;
    private static final char VERTICAL_TAB = 0x0B;
    private static final char FORM_FEED = 0x0C;
    private static final char ZERO_WIDTH_SPACE = 0x200B;
    private static final char WORD_JOINER = 0x2060;
    private static final char BYTE_ORDER_MARK = 0xFEFF;
    private static final char LOST_LETTER = 0xFFFD;
    private static final char FIRST_MARK = 0x061C;
    private static final int FULL_WIDTH = 0xFEE0;

    /**
     * Decides in this order: setting, byte order mark or the zero bytes of UTF-16, labels, valid UTF-8, the most plausible one-byte character set. What
     * was said and cannot be true is passed over and noted.
     *
     * @param setting name of the character set by a person's decision; null without one
     * @param labels what the message says of itself, as MSH-18 does; blank ones count as none
     */
    public static Decoded of(byte[] bytes, String setting, List<String> labels) {
        StringBuilder note = new StringBuilder();
        Optional<Charset> mark = Charsets.byteOrderMark(bytes).or(() -> Charsets.utf16(bytes));
        if (setting != null) {
            Optional<String> text = Charsets.named(setting).flatMap(c -> strictly(bytes, c));
            if (text.isPresent()) {
                return of(text.get(), Charsets.named(setting).orElseThrow(), note);
            }
            note.append("The setting ").append(printable(setting)).append(" does not fit the bytes. ");
        }
        if (mark.isPresent()) {
            Optional<String> text = strictly(bytes, mark.get());
            if (text.isPresent()) {
                return of(text.get(), mark.get(), note);
            }
            note.append("The byte order mark does not fit the bytes. ");
        }
        if (isAscii(bytes)) {
            Charset charset = labels.stream()
                    .flatMap(label -> Charsets.named(label).stream())
                    .filter(Decoded::readsAscii)
                    .findFirst()
                    .orElse(StandardCharsets.US_ASCII);
            return of(new String(bytes, StandardCharsets.ISO_8859_1), charset, note);
        }
        return ofLabelled(bytes, labels, note);
    }

    private static Decoded ofLabelled(byte[] bytes, List<String> labels, StringBuilder note) {
        Optional<String> utf8 = strictly(bytes, StandardCharsets.UTF_8);
        Charset guess = null;
        for (String label : labels) {
            if (label.isBlank()) {
                continue;
            }
            Optional<Charset> named = Charsets.named(label);
            boolean isUtf8 = named.filter(StandardCharsets.UTF_8::equals).isPresent();
            Optional<String> text =
                    isUtf8 ? utf8 : named.filter(Decoded::readsAscii).flatMap(c -> strictly(bytes, c));
            if (text.isPresent() && isUtf8) {
                return of(text.get(), StandardCharsets.UTF_8, note);
            }
            if (text.isPresent() && utf8.isEmpty()) {
                guess = guess == null ? CharsetGuess.of(bytes) : guess;
                if (!CharsetGuess.contradicts(bytes, named.get(), guess)) {
                    return of(text.get(), named.get(), note);
                }
            }
            note.append("The label ").append(printable(label)).append(" does not fit the bytes. ");
        }
        if (utf8.isPresent()) {
            return of(utf8.get(), StandardCharsets.UTF_8, note);
        }
        guess = guess == null ? CharsetGuess.of(bytes) : guess;
        note.append("The character set was guessed from the text.");
        return of(new String(bytes, guess), guess, note);
    }

    private static Decoded of(String text, Charset charset, StringBuilder note) {
        String clean = clean(text);
        String name = charset.name().startsWith("UTF-16") ? "UTF-16" : charset.name();
        return new Decoded(
                clean,
                name,
                note.isEmpty()
                        ? null
                        : note.append(" Read as ")
                                .append(name)
                                .append('.')
                                .toString()
                                .replace("  ", " "));
    }

    private static boolean isAscii(byte[] bytes) {
        for (byte b : bytes) {
            if (b < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean readsAscii(Charset charset) {
        return !charset.name().startsWith("UTF-16")
                && !charset.name().startsWith("UTF-32")
                && !charset.name().startsWith("ISO-2022");
    }

    /** The bytes as text; nothing when they are none in that character set. */
    public static Optional<String> strictly(byte[] bytes, Charset charset) {
        if (charset.equals(StandardCharsets.US_ASCII)) {
            return isAscii(bytes) ? Optional.of(new String(bytes, charset)) : Optional.empty();
        }
        if (charset.equals(StandardCharsets.UTF_8)) {
            // much faster than a decoder that reports; a sign of lost letters may also stand in the text itself
            String text = new String(bytes, charset);
            if (text.indexOf(LOST_LETTER) < 0) {
                return Optional.of(text);
            }
        }
        try {
            return Optional.of(charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException doesNotFit) {
            return Optional.empty();
        }
    }

    /**
     * Takes out what no reader sees and no FHIR string may hold: control characters but tabs and line breaks, byte order marks
     * and blanks of no width, marks of direction, and the sign that stands for declared absence. A tab or page break of a
     * spreadsheet becomes a blank, a letter or digit of full width the usual one.
     */
    public static String clean(String text) {
        int from = firstUnclean(text);
        if (from == text.length()) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length()).append(text, 0, from);
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isFullWidth(c)) {
                clean.append((char) (c - FULL_WIDTH));
            } else if (isVisible(c)) {
                clean.append(c);
            } else if (c == VERTICAL_TAB || c == FORM_FEED) {
                clean.append(' ');
            }
        }
        return clean.toString();
    }

    /** Where it begins to change; its length when nothing does. */
    private static int firstUnclean(String text) {
        char[] block = new char[Math.min(BLOCK, text.length())];
        for (int from = 0; from < text.length(); from += block.length) {
            int size = Math.min(block.length, text.length() - from);
            text.getChars(from, from + size, block, 0);
            for (int i = 0; i < size; i++) {
                if (!isVisible(block[i]) || isFullWidth(block[i])) {
                    return from + i;
                }
            }
        }
        return text.length();
    }

    /** Without the blanks around it, no-break spaces among them. */
    public static String strip(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isBlank(text.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    /** Whether nothing but a distance is seen. */
    public static boolean isBlank(char c) {
        return (c <= ' ' || c > '~') && (Character.isWhitespace(c) || Character.isSpaceChar(c));
    }

    private static boolean isVisible(char c) {
        if (c >= ' ' && c < FIRST_MARK) {
            return true;
        }
        return c < ' '
                ? c == '\t' || c == '\n' || c == '\r'
                : c != AbsentMarker.SIGN
                        && c != BYTE_ORDER_MARK
                        && c != ZERO_WIDTH_SPACE
                        && c != WORD_JOINER
                        && !turnsDirection(c);
    }

    /** Marks that say which way a text runs, as programs put them around what is copied. */
    private static boolean turnsDirection(char c) {
        return c == FIRST_MARK
                || c == 0x200E
                || c == 0x200F
                || c >= 0x202A && c <= 0x202E
                || c >= 0x2066 && c <= 0x2069;
    }

    /** Letters and digits as wide as Chinese ones; marks are left, for they may part fields. */
    private static boolean isFullWidth(char c) {
        return c >= 0xFF10 && (c <= 0xFF19 || c >= 0xFF21 && c <= 0xFF3A || c >= 0xFF41 && c <= 0xFF5A);
    }

    private static String printable(String label) {
        boolean harmless = label.length() <= 20
                && label.chars().allMatch(c -> c < 0x80 && (Character.isLetterOrDigit(c) || " -/_.".indexOf(c) >= 0));
        return harmless ? label.strip() : "(not a character set's name)";
    }
}
