package org.dhpbridge.mapping;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Bytes of a document that stands in a message as text, in an encoding of HL7 table 0299 or one that its bytes tell. */
final class EnclosedData {

    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]{8,}={0,2}");
    private static final Pattern NO_LETTERS_OR_DIGITS = Pattern.compile("[^a-z0-9]+");
    private static final Pattern HEX = Pattern.compile("([0-9A-Fa-f]{2}){4,}");
    private static final int MARK = 200;

    private EnclosedData() {}

    /**
     * @param written the document as it stands in the message
     * @param encoding {@code A}, {@code Hex}, {@code Base64}, in any letter case; anything else, or nothing, when the sender does
     *     not say it. A document of a known kind is decoded whatever was said.
     * @return empty when nobody can tell what the bytes are
     */
    static Optional<byte[]> decode(String written, String encoding) {
        String word =
                NO_LETTERS_OR_DIGITS.matcher(encoding.toLowerCase(Locale.ROOT)).replaceAll("");
        try {
            return switch (word) {
                case "base64", "b64" -> Optional.of(base64(written));
                case "hex", "hexadecimal" -> Optional.of(hex(written));
                case "a", "ascii", "text", "plain" ->
                    Optional.of(recognised(written).orElseGet(() -> utf8(written)));
                default -> unnamed(written);
            };
        } catch (IllegalArgumentException notInThatEncoding) {
            return Optional.empty();
        }
    }

    /** Whether a text begins as a document of a known kind does in base64 or hexadecimal; what follows may be broken. */
    static boolean isEnclosed(String text) {
        return text.length() >= 16
                && text.indexOf(' ') < 0
                && !beginsWithAnotherLetter(text)
                && (isHexOfDocument(mark(text)) || kind(text).isPresent());
    }

    /** Words are what they are; what could be base64 or hexadecimal must decode to something known, or to a text. */
    private static Optional<byte[]> unnamed(String written) {
        Optional<byte[]> known = recognised(written);
        if (known.isPresent()) {
            return known;
        }
        String plain = plain(written);
        if (!BASE64.matcher(plain).matches() || plain.length() % 4 != 0 || plain.length() < 32) {
            return Optional.of(utf8(written));
        }
        return Optional.of(base64(written)).filter(EnclosedData::isText);
    }

    private static Optional<byte[]> recognised(String written) {
        if (beginsWithAnotherLetter(written)) {
            return Optional.empty();
        }
        String mark = mark(written);
        if (isHexOfDocument(mark)) {
            return Optional.of(hex(written));
        }
        return ofBase64(mark).isPresent() ? Optional.of(base64(written)) : Optional.empty();
    }

    private static boolean isHexOfDocument(String mark) {
        return HEX.matcher(mark).matches() && DocumentKind.of(hex(mark)).isPresent();
    }

    /** Whether it begins with a letter that no encoding has, as most texts here do. */
    private static boolean beginsWithAnotherLetter(String written) {
        return !written.isEmpty() && written.charAt(0) > '\u007f';
    }

    /** The kind of a document in base64 of which perhaps only the beginning is there. */
    static Optional<DocumentKind> kind(String written) {
        return ofBase64(mark(written));
    }

    private static Optional<DocumentKind> ofBase64(String mark) {
        String quanta = mark.substring(0, mark.length() - mark.length() % 4);
        return BASE64.matcher(quanta).matches() ? DocumentKind.of(base64(quanta)) : Optional.empty();
    }

    private static String mark(String written) {
        return plain(written.length() > MARK ? written.substring(0, MARK) : written);
    }

    static boolean isText(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.codePoints().noneMatch(c -> Character.isISOControl(c) && !Character.isWhitespace(c));
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static byte[] base64(String written) {
        return Base64.getDecoder().decode(plain(written));
    }

    private static byte[] hex(String written) {
        return HexFormat.of().parseHex(plain(written));
    }

    private static byte[] utf8(String written) {
        return written.getBytes(StandardCharsets.UTF_8);
    }

    private static String plain(String written) {
        return BLANKS.matcher(written).replaceAll("");
    }
}
