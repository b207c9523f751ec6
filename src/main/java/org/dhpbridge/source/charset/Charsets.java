package org.dhpbridge.source.charset;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Names of character sets as HL7 table 0211, IANA, and people write them. */
public final class Charsets {

    private static final Map<String, String> OTHER_NAMES = Map.ofEntries(
            Map.entry("ASCII", "US-ASCII"),
            Map.entry("USASCII", "US-ASCII"),
            Map.entry("UTF8", "UTF-8"),
            Map.entry("UNICODE", "UTF-8"),
            Map.entry("UNICODEUTF8", "UTF-8"),
            Map.entry("UNICODE UTF-8", "UTF-8"),
            Map.entry("UTF-8", "UTF-8"),
            Map.entry("ISOIR192", "UTF-8"),
            Map.entry("UNICODEUTF16", "UTF-16"),
            Map.entry("UTF16", "UTF-16"),
            Map.entry("KOI8", "KOI8-R"),
            Map.entry("KOI8R", "KOI8-R"),
            Map.entry("KOI8U", "KOI8-U"),
            Map.entry("CP866", "IBM866"),
            Map.entry("IBM866", "IBM866"),
            Map.entry("DOS866", "IBM866"),
            Map.entry("866", "IBM866"),
            Map.entry("LATIN1", "ISO-8859-1"),
            Map.entry("ISOIR144", "ISO-8859-5"),
            Map.entry("ISOIR87", "ISO-2022-JP"),
            Map.entry("GB180302000", "GB18030"),
            Map.entry("BIG5", "Big5"),
            Map.entry("KSX1001", "EUC-KR"));

    private Charsets() {}

    /**
     * @param name as {@code UNICODE UTF-8}, {@code 8859/5}, {@code WINDOWS-1251}, {@code cp1251}, {@code koi8-r}
     * @return empty for null, blank and unknown names
     */
    public static Optional<Charset> named(String name) {
        if (name == null || name.isBlank()) {
            return Optional.empty();
        }
        String known = OTHER_NAMES.get(name);
        String squeezed = known == null ? squeeze(name) : name;
        if (known == null) {
            known = OTHER_NAMES.get(squeezed);
        }
        if (known == null) {
            known = numbered(squeezed, "8859", "ISO-8859-");
        }
        if (known == null) {
            known = numbered(squeezed, "125", "windows-125");
        }
        return supported(known == null ? name.strip() : known);
    }

    /** The character set of a byte order mark at the beginning; empty without one. */
    public static Optional<Charset> byteOrderMark(byte[] bytes) {
        if (startsWith(bytes, 0xEF, 0xBB, 0xBF)) {
            return Optional.of(StandardCharsets.UTF_8);
        }
        if (startsWith(bytes, 0xFF, 0xFE)) {
            return Optional.of(StandardCharsets.UTF_16LE);
        }
        if (startsWith(bytes, 0xFE, 0xFF)) {
            return Optional.of(StandardCharsets.UTF_16BE);
        }
        return Optional.empty();
    }

    /** UTF-16 by its byte order mark, or by the zero bytes that it makes of ASCII; empty for anything else. */
    public static Optional<Charset> utf16(byte[] beginning) {
        Optional<Charset> mark = byteOrderMark(beginning).filter(c -> c != StandardCharsets.UTF_8);
        if (mark.isPresent() || beginning.length < 4) {
            return mark;
        }
        boolean little = beginning[0] != 0 && beginning[1] == 0 && beginning[2] != 0 && beginning[3] == 0;
        boolean big = beginning[0] == 0 && beginning[1] != 0 && beginning[2] == 0 && beginning[3] != 0;
        return little
                ? Optional.of(StandardCharsets.UTF_16LE)
                : big ? Optional.of(StandardCharsets.UTF_16BE) : Optional.empty();
    }

    private static boolean startsWith(byte[] bytes, int... start) {
        for (int i = 0; i < start.length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xFF) != start[i]) {
                return false;
            }
        }
        return true;
    }

    private static String squeeze(String name) {
        StringBuilder squeezed = new StringBuilder();
        name.toUpperCase(Locale.ROOT)
                .chars()
                .filter(c -> c < 0x80 && Character.isLetterOrDigit(c))
                .forEach(c -> squeezed.append((char) c));
        return squeezed.toString();
    }

    private static String numbered(String squeezed, String family, String canonical) {
        for (String prefix : new String[] {"", "ISO", "WINDOWS", "WIN", "CP"}) {
            if (squeezed.startsWith(prefix + family)) {
                String number = squeezed.substring(prefix.length() + family.length());
                return number.isEmpty() || number.length() > 2 ? null : canonical + number;
            }
        }
        return null;
    }

    private static Optional<Charset> supported(String name) {
        try {
            return Charset.isSupported(name) ? Optional.of(Charset.forName(name)) : Optional.empty();
        } catch (IllegalArgumentException notAName) {
            return Optional.empty();
        }
    }
}
